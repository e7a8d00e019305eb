namespace Paretune.Tuning.Formatting;

/// <summary>Formats the source of a result that was reused.</summary>
public static class ReusedText
{
    /// <summary>Returns for example "reused from search 4f2ab1c0 trial 3".</summary>
    public static string Format(TrialId from) => $"reused from search {from.Search} trial {from.Number}";

    /// <summary>Returns a sentence on what the reuse means for the trial; null if the trial was trained.</summary>
    public static string? Explain(TrialView trial) => trial.ReusedFrom is { } from
        ? $"Its result is {Format(from)}, which trained the same configuration with the same settings; it was not trained again."
        : null;

    /// <summary>Returns how many results a search would reuse, before it is submitted; null if none.</summary>
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
