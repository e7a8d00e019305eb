using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Strategies;

/// <summary>Formats the reason for which ASHA parks or stops a trial at a rung.</summary>
internal static class AshaText
{
    /// <summary>"parked by ASHA after 1 epoch: 5 of 12 trials rank higher (accuracy, MACs); the top third continues".</summary>
    public static string Reason(string done, int epoch, (int Ahead, int There) trials, string objectives, int reduction) =>
        $"{done} by ASHA after {CountText.Format(epoch, "epoch")}: {trials.Ahead} of {trials.There} trials rank higher ({objectives}); "
        + $"the top {Part(reduction)} continues";

    private static string Part(int reduction) => reduction switch
    {
        2 => "half",
        3 => "third",
        4 => "quarter",
        _ => $"1/{reduction}",
    };
}
