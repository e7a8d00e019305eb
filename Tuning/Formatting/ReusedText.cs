namespace Paretune.Tuning.Formatting;

/// <summary>Where a trial that was not trained has its result from.</summary>
public static class ReusedText
{
    /// <summary>As in "reused from search 4f2ab1c0 trial 3".</summary>
    public static string Of(TrialId from) => $"reused from search {from.Search} trial {from.Number}";

    /// <summary>The same as a sentence on what that means for the trial; null where it was trained.</summary>
    public static string? Note(TrialView trial) => trial.ReusedFrom is { } from
        ? $"Its result is {Of(from)}, which trained the same configuration with the same settings: nothing was trained for it again."
        : null;

    /// <summary>What a search would take of others, before it is submitted; null where it is nothing.</summary>
    public static string? Note(ReusableResults results) => results.Known == 0 ? null
        : $"{results.Known} of {(results.Configurations == Searches.ReusableTrials.MostLookedUp ? "the first " : "")}"
            + $"{CountText.Of(results.Configurations, "configuration")} {(results.Known == 1 ? "was" : "were")} trained before with the same "
            + $"settings ({Named(results)}): {(results.Known == 1 ? "a trial" : "trials")} of {(results.Known == 1 ? "it" : "them")} "
            + $"{(results.Known == 1 ? "reuses that result and is" : "reuse those results and are")} not trained again. To train all anew: "
            + "reuse: false.";

    private static string Named(ReusableResults results)
    {
        const int Most = 3;
        var named = results.From.Take(Most).Select(one => $"{one.Results} in search {one.Search}");
        return string.Join(", ", named) + (results.From.Length > Most ? $" and {results.From.Length - Most} more searches" : "");
    }
}
