using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>A trial that a search is about to start, and the key of its result.</summary>
/// <param name="Attempt">The attempt that it would have.</param>
/// <param name="Candidate">What it would train.</param>
public sealed record WantedResult(int Trial, int Attempt, string Key, Candidate Candidate);

/// <summary>Gives a trial the result of an equal one instead of training it.</summary>
internal static class ResultReuse
{
    // The number of the first attempt; a trial that is started again has a higher one.
    private const int First = 1;

    /// <summary>The trial that this worker would start next, if an equal result may replace it; null if it must be trained.</summary>
    public static WantedResult? Wanted(SearchRecord record, WorkerId worker, DateTimeOffset now)
    {
        if (!MayReuse(record, worker) || !MayBegin(record, now) || record.HeldBy(worker) is not null)
            return null;
        return ParkedTrialPolicy.NextFor(record, worker) is Proposal.NewTrial { Candidate: var candidate, Number: var number }
            && ResultKey.Compute(
                record.Spec, record.Started!.Dataset, NetworkOf(record, candidate), candidate.Configuration, worker.TrainsWith) is { } key
            ? new(number, First, key, candidate) : null;
    }

    /// <summary>Adds the trial with its result; does nothing if another one is next by now.</summary>
    /// <param name="reused">As it is to be recorded, except for its place in the ledger.</param>
    /// <param name="wanted">
    /// What the result was looked up for: a strategy may since have proposed another configuration under the same number. Null for a
    /// replay, whose proposal is the recorded one.
    /// </param>
    public static bool Take(UnitOfWork draft, TrialReused reused, Candidate? wanted)
    {
        var record = draft.Record;
        if (!MayBegin(record, draft.Now) || record.Next is not Proposal.NewTrial fresh || fresh.Number != reused.Trial
            || (wanted is not null && fresh.Candidate != wanted))
            return false;
        LeaseScheduler.Add(draft, fresh);
        draft.Add(reused);
        return true;
    }

    private static bool MayReuse(SearchRecord record, WorkerId worker) => record.Started is { CheckpointsApart: false }
        && (record.Spec.Reuse ?? worker.IsExact);

    // Waiting trials come first, as for a lease; once the budget is spent, nothing is started.
    private static bool MayBegin(SearchRecord record, DateTimeOffset now) =>
        record.State == SearchState.Running && record.Backlog.IsEmpty && record.BudgetUsage!.ReachedAt(now) is null;

    private static string NetworkOf(SearchRecord record, Candidate candidate) =>
        candidate.Network is { Length: > 0 } network ? network : record.Spec.Networks[0];
}
