using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>Decides about parked trials.</summary>
internal static class ParkedTrialPolicy
{
    /// <summary>Stops the least likely ones until the checkpoints of the others are within the limit.</summary>
    public static void Bound(UnitOfWork draft)
    {
        var (parked, strategy) = (draft.Record.Parked!, draft.Record.Strategy!);
        while (parked.IsOver && strategy.LeastLikely(Holds) is { } number)
        {
            var trial = draft.Record.Find(number)!;
            draft.Add(new ParkedDropped(number, trial.ParkedBytes, parked.Reason(trial)));
        }

        bool Holds(int number) => draft.Record.Find(number)!.ParkedBytes > 0;
    }

    /// <summary>
    /// What a worker may train next. If no other silo can read a trial's checkpoint, the trial waits for its own silo, as long as that silo
    /// trains something of this search and will ask again.
    /// </summary>
    public static Proposal NextFor(SearchRecord record, WorkerId worker) =>
        record.Next is Proposal.Parked parked && !MayTake(record, parked.Trial, worker)
            ? record.NextOf(trial => MayTake(record, trial, worker)) : record.Next;

    private static bool MayTake(SearchRecord record, int trial, WorkerId worker)
    {
        if (!record.Started!.CheckpointsApart)
            return true;
        var silo = record.Find(trial)!.Attempt!.Worker.Silo;
        return silo == worker.Silo || record.Live.All(live => live.Attempt!.Worker.Silo != silo);
    }
}
