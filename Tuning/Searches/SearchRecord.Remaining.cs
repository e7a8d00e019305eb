using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

// The trials that are yet to be added.
internal sealed partial class SearchRecord
{
    /// <summary>Whether the space and the requested samples have more trials than were started.</summary>
    public bool CouldBeginMore =>
        _trials.Count < Math.Min(Counted?.Count ?? long.MaxValue, Spec.Strategy.Whole("samples") ?? long.MaxValue);

    /// <summary>The number of trials that the strategy has yet to add, as far as it is known.</summary>
    public int Coming => Ended || IsFinishing || BudgetUsage is { Spent: not null } || Counted?.Planned is not { } planned
        ? 0
        : Math.Max(0, Math.Min(planned, Spec.Budget?.Trials ?? int.MaxValue) - _trials.Count);

    /// <summary>
    /// The total MACs of those trials, if the strategy knows them or they are the whole grid; otherwise their number times the mean of the
    /// space.
    /// </summary>
    public double ComingMacs => Counted is not { } counted || Coming is 0 ? 0
        : counted.PlannedMacs > 0 ? Math.Max(0, counted.PlannedMacs - _addedMacs)
        : counted.Planned == counted.Count && Spec.Budget?.Trials is null
            ? Math.Max(0, counted.MeanMacs * counted.Planned!.Value - _addedMacs)
        : counted.MeanMacs * Coming;

    /// <summary>The measured latencies, from which those of other trials are predicted before training.</summary>
    public MeasuredLatencies Latencies { get; } = new();

    /// <summary>The strategy, if users add the trials; otherwise null.</summary>
    public ManualStrategy? Manual => Strategy as ManualStrategy;

    /// <summary>Whether users may add trials, so that the search continues when all its trials are over.</summary>
    public bool IsOpen => Manual is not null && MayStartTrials && BudgetUsage!.AllowsTrial(_trials.Count);

    private bool MayStartTrials =>
        Started is { Rules: not SearchRules.TrialsFirst } && !Ended && !IsFinishing && BudgetUsage!.Spent is null;

    // A spent budget of trials stops only fresh ones, so the next proposal decides.
    private bool HasNext =>
        BudgetUsage?.AllowsTrial(_trials.Count) == true ? MayStartTrials && Strategy!.HasNext : Next is not Proposal.Done;

    private Proposal Allowed(Proposal next) =>
        next is Proposal.NewTrial && !BudgetUsage!.AllowsTrial(_trials.Count) ? Proposal.Nothing : next;
}
