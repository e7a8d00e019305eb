namespace Paretune.Tuning.Formatting;

/// <summary>Where a trial that was not trained has its result from.</summary>
public static class ReusedText
{
    /// <summary>As in "reused from search 4f2ab1c0 trial 3".</summary>
    public static string Format(TrialId from) => $"reused from search {from.Search} trial {from.Number}";

    /// <summary>The same as a sentence on what that means for the trial; null where it was trained.</summary>
    public static string? Explain(TrialView trial) => trial.ReusedFrom is { } from
        ? $"Its result is {Format(from)}, which trained the same configuration with the same settings; it was not trained again."
        : null;

    /// <summary>What a search would take of others, before it is submitted; null where it is nothing.</summary>
    public static string? Note(ReusableResults results)
    {
        if (results.Known == 0)
            return null;
        var of = results.Configurations == Searches.ReusableTrials.MostLookedUp ? "the first " : "";
        var (were, reuse) = results.Known == 1
            ? ("was", "its trial reuses that result and is") : ("were", "their trials reuse those results and are");
        return $"{results.Known} of {of}{CountText.Format(results.Configurations, "configuration")} {were} trained before with the same "
            + $"settings ({Named(results)}): {reuse} not trained again. To train everything again, set reuse: false.";
    }

    private static string Named(ReusableResults results)
    {
        const int Most = 3;
        var named = results.From.Take(Most).Select(one => $"{one.Results} in search {one.Search}");
        var more = results.From.Length - Most;
        return string.Join(", ", named) + (more > 0 ? $" and {more} more {(more == 1 ? "search" : "searches")}" : "");
    }
}
