using System.Collections.Immutable;

namespace Paretune.Tuning.Searches;

/// <summary>The entries one command decides on. Each is applied at once, so that the next decision sees it.</summary>
internal sealed class UnitOfWork(SearchRecord record, DateTimeOffset now)
{
    private readonly ImmutableArray<LedgerEntry>.Builder _entries = ImmutableArray.CreateBuilder<LedgerEntry>();

    public SearchRecord Record => record;
    public DateTimeOffset Now => now;

    public void Add(LedgerEntry entry)
    {
        var placed = entry with { Sequence = record.Sequence + 1, At = now };
        record.Apply(placed);
        _entries.Add(placed);
    }

    public void End(TrialRecord trial, AttemptOutcome outcome, TrialState state, string reason)
    {
        var (after, isExtended) = (WithBudget(state), trial.IsExtending && outcome != AttemptOutcome.Completed);
        if (isExtended && after.IsTerminal)
            (after, reason) = (TrialState.Completed, trial.NotKept(reason));
        Add(new AttemptEnded(trial.Number, trial.Attempt!.Attempt, outcome, after, reason)
        {
            Result = outcome == AttemptOutcome.Completed && !trial.Testing ? ResultOf(trial) : null,
        });
    }

    private string? ResultOf(TrialRecord trial) =>
        ResultKey.Compute(record.Spec, record.Started!.Dataset, trial.Network, trial.Configuration, trial.TrainsWith);

    /// <summary>Once the budget is spent, a trial that would wait for another attempt is stopped.</summary>
    private TrialState WithBudget(TrialState state) =>
        record.BudgetUsage?.Spent is not null && state is TrialState.Waiting or TrialState.Paused or TrialState.Parked
            ? TrialState.Stopped : state;

    public CommandResult<T> Answer<T>(T answer) => new(answer, _entries.ToImmutable());
}
