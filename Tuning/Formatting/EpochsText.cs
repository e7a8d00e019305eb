using System.Collections.Immutable;
using System.Globalization;

namespace Paretune.Tuning.Formatting;

/// <summary>Formats the epochs of a trial, and whether the trial was trained for longer than others.</summary>
public static class EpochsText
{
    /// <summary>Returns "12", or "22 (12+10)" for a trial that was extended.</summary>
    public static string Format(TrialView trial)
    {
        var epochs = trial.Epochs.ToString(CultureInfo.InvariantCulture);
        return trial.Extensions.IsDefaultOrEmpty ? epochs : $"{epochs} ({string.Join('+', Parts(trial))})";
    }

    /// <summary>Returns a sentence for a trial that was extended; null for other trials.</summary>
    public static string? Note(TrialView trial) => trial.Extensions.IsDefaultOrEmpty ? null
        : $"Extended after {CountText.And(trial.Extensions)} {(trial.Extensions is [1] ? "epoch" : "epochs")} to "
            + $"{trial.EpochsPlanned.ToString(CultureInfo.InvariantCulture)}: the learning rate decays again from its last value, so its "
            + "metrics are not comparable with those of trials of fewer epochs."
            + (trial.KeptAttempt is null ? "" : " Until these epochs are trained, it keeps its earlier metrics and model.");

    private static IEnumerable<int> Parts(TrialView trial)
    {
        ImmutableArray<int> ends = [.. trial.Extensions, trial.EpochsPlanned];
        return ends.Select((end, at) => end - (at == 0 ? 0 : ends[at - 1]));
    }
}
