namespace Paretune.Tuning.Searches;

/// <summary>One trial as the entries tell it, and the deadline of its lease, which is only in memory.</summary>
/// <param name="network">The search's first, for entries that name none.</param>
internal sealed class TrialRecord(TrialAdded added, string network)
{
    public int Number => added.Trial;
    public string Network => added.Network ?? network;
    public Configuration Configuration => added.Configuration;

    /// <summary>As counted on the model itself, where that came with a report.</summary>
    public Cost Cost => Model?.Cost ?? added.Cost;
    public TrialState State { get; set; } = TrialState.Waiting;
    public Curve Curve { get; } = new();

    /// <summary>The newest attempt of either kind; null before the first.</summary>
    public AttemptStarted? Attempt { get; private set; }

    /// <summary>How <see cref="Attempt"/> ended; null while it runs.</summary>
    public AttemptEnded? End { get; private set; }
    public int TrainAttempt { get; private set; }

    /// <summary>What it was when the budget, or the end of the search, stopped it; null where its strategy or nobody did.</summary>
    public TrialState? StoppedFrom { get; set; }

    /// <summary>That its checkpoints are estimated to take while it is parked; else 0.</summary>
    public long ParkedBytes { get; set; }
    public int Throws { get; private set; }
    public int TestThrows { get; private set; }

    /// <summary>Of the next attempt: 1, or 2 once the device ran out of memory.</summary>
    public int MicroBatchDivisor { get; private set; } = 1;
    public TestResult? Test { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>What came with the last epoch's report.</summary>
    public ModelFigures? Model { get; private set; }

    /// <summary>Whether a signal of <see cref="Attempt"/> came: then its worker knows of the lease.</summary>
    public bool Signalled { get; set; }
    public DateTimeOffset Deadline { get; set; }

    /// <summary>Since when it wants a worker; of the past once it has one.</summary>
    public DateTimeOffset WaitingSince { get; set; }

    /// <summary>
    /// How long <see cref="Attempt"/> had to wait for its worker; never negative, whatever the clocks of its search's owners say.
    /// </summary>
    public TimeSpan Waited { get; private set; }

    public bool Live => Attempt is not null && End is null;
    public bool Testing => Attempt?.Kind == LeaseKind.Test;

    /// <summary>What a live attempt that ends without a result leaves its trial in.</summary>
    public TrialState Unfinished(TrialState training) => Testing ? TrialState.Completed : training;

    public void On(AttemptStarted entry)
    {
        (Attempt, End, Signalled) = (entry, null, false);
        Deadline = entry.At + Search.LeaseDuration;
        Waited = entry.At > WaitingSince ? entry.At - WaitingSince : TimeSpan.Zero;
        if (entry.Kind == LeaseKind.Test)
            return;
        TrainAttempt = entry.Attempt;
        StoppedFrom = null;
        Reason = "";
    }

    public void On(EpochReported entry)
    {
        Curve.Add(entry);
        Model = entry.Report.Model;
        Signalled = true;
    }

    public void On(AttemptEnded entry)
    {
        End = entry;
        if (entry.Outcome == AttemptOutcome.OutOfMemory)
            MicroBatchDivisor = 2;
        if (entry.Outcome == AttemptOutcome.Threw)
            _ = Testing ? TestThrows++ : Throws++;
        // A test that is paused, lost or cancelled says nothing about a trial that has completed.
        if (!Testing || entry.Outcome is AttemptOutcome.Threw or AttemptOutcome.OutOfMemory or AttemptOutcome.Completed)
            Reason = entry.Reason;
    }

    public void On(TrialTested entry) => Test = entry.Result;

    /// <summary>It is over although no attempt of it ended just now.</summary>
    public void StopUnbegun(string reason) => Reason = reason;

    public TrialView View(bool onFront) => new()
    {
        Number = Number,
        Configuration = Configuration,
        State = State,
        Attempt = TrainAttempt,
        Epochs = Curve.Count,
        BestEpoch = Curve.BestEpoch,
        Accuracy = Curve.BestAccuracy,
        ValidationLoss = Curve.BestLoss,
        TestAccuracy = Test?.Accuracy,
        Parameters = Cost.Parameters,
        Macs = Cost.Macs,
        Bytes = Cost.Bytes,
        OnFront = onFront,
        Reason = Reason,
        SecondsPerEpoch = Curve.SecondsPerEpoch,
        Network = Network,
        FileBytes = Model?.FileBytes,
        Latency = Model?.Latency,
        TopFive = Curve.BestTopFive,
        TestTopFive = Test?.TopFive,
        Balanced = Curve.BestBalanced,
        TestBalanced = Test?.Balanced,
    };
}
