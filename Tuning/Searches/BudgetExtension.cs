namespace Paretune.Tuning.Searches;

/// <summary>Extends a budget.</summary>
internal static class BudgetExtension
{
    /// <param name="had">Null where the search has none.</param>
    /// <param name="more">Parts that are null stay unchanged.</param>
    /// <exception cref="InvalidOperationException">A part is not more than before, or cannot be extended.</exception>
    public static Budget Create(Budget? had, Budget more, SearchId search)
    {
        if (had is null)
            throw new InvalidOperationException(
                $"budget: only a budget that a search already has can be extended, but search {search} has none: it trains everything "
                + "its strategy asks for; to train more, extend its space, or submit another search");
        if (more.Trials is not null)
            throw new InvalidOperationException(
                $"budget.trials: must be left out, because the number of trials is fixed when a search is submitted, but is "
                + $"{more.Trials}; submit another search with more trials");
        if (more == new Budget())
            throw new InvalidOperationException(
                "budget: must contain at least one of epochs, share, hours, wallHours, noProgress, but is empty; set at least one");
        return new(
            had.Trials, (long?)Greater("epochs", had.Epochs, more.Epochs), Greater("share", had.Share, more.Share),
            Greater("hours", had.Hours, more.Hours), Greater("wallHours", had.WallHours, more.WallHours),
            (int?)Greater("noProgress", had.NoProgress, more.NoProgress));
    }

    /// <summary>
    /// Whether the newest extension was this one, as when a call is repeated because its answer was lost. False once that extension is
    /// spent or the user has finished the search early, because another call then asks for more.
    /// </summary>
    public static bool IsRepeat(SearchRecord record, Budget more) =>
        record is { BudgetBefore: { } before, IsFinishing: false, BudgetUsage.Spent: null }
        && record.Spec.Budget == new Budget(
            more.Trials ?? before.Trials, more.Epochs ?? before.Epochs, more.Share ?? before.Share, more.Hours ?? before.Hours,
            more.WallHours ?? before.WallHours, more.NoProgress ?? before.NoProgress);

    private static double? Greater(string part, double? had, double? more)
    {
        if (more is null)
            return had;
        if (had is null)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"budget.{part}: cannot be extended to {more}, because the search's budget does not limit it; extend what it limits"));
        if (more <= had)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"budget.{part}: must be more than the current {had}, but is {more}; to end the search sooner, finish it"));
        return more;
    }
}
