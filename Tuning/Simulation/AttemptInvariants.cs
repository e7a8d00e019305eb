namespace Paretune.Tuning.Simulation;

/// <summary>
/// Checks that a trial has one running attempt at a time, a device runs one trial at a time, and no attempt reports after its end.
/// </summary>
internal static class AttemptInvariants
{
    public static IEnumerable<string> Broken(SimulatedRun run)
    {
        var (open, newest, devices) = (new Dictionary<int, AttemptStarted>(), new Dictionary<int, int>(), new Dictionary<string, int>());
        foreach (var entry in run.Entries)
        {
            if (entry is AttemptStarted started)
            {
                if (open.TryGetValue(started.Trial, out var other))
                    yield return $"trial {started.Trial} must have one attempt at a time, but attempt {started.Attempt} began while "
                        + $"{other.Attempt} ran";
                if (started.Attempt <= newest.GetValueOrDefault(started.Trial))
                    yield return
                        $"attempt numbers must increase, but {started.Attempt} of trial {started.Trial} came after {newest[started.Trial]}";
                if (devices.TryGetValue(started.Worker.Silo, out var held))
                    yield return $"{started.Worker.Silo} must run one trial at a time, but began {started.Trial} while it ran {held}";
                (open[started.Trial], newest[started.Trial], devices[started.Worker.Silo]) = (started, started.Attempt, started.Trial);
            }

            if (Signalled(entry) is { } signal && open.GetValueOrDefault(signal.Trial.Number)?.Attempt != signal.Attempt)
                yield return $"an ended attempt must not report, but entry {entry.Sequence} is of attempt {signal.Attempt} of "
                    + $"{signal.Trial}";
            if (entry is not AttemptEnded ended)
                continue;
            if (!open.Remove(ended.Trial, out var over) || over.Attempt != ended.Attempt)
                yield return
                    $"an attempt must end once, but entry {entry.Sequence} ends attempt {ended.Attempt} of trial {ended.Trial} again";
            else
                devices.Remove(over.Worker.Silo);
        }

        if (run.Search.Ended)
            foreach (var (trial, attempt) in open)
                yield return $"no attempt may run after its search ended, but attempt {attempt.Attempt} of trial {trial} does";
    }

    private static Signal? Signalled(LedgerEntry entry) => entry switch
    {
        EpochReported reported => reported.Report,
        TrialTested tested => tested.Result,
        _ => null,
    };
}
