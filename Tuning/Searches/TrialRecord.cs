using System.Collections.Immutable;
using Paretune.Tuning.Formatting;

namespace Paretune.Tuning.Searches;

/// <summary>The state of one trial from its entries, and the deadline of its lease, which is only in memory.</summary>
/// <param name="network">The search's first network, for entries that name none.</param>
/// <param name="epochs">Of each trial of the search.</param>
/// <param name="ofLast">Custom metrics that a trial takes from its last epoch.</param>
internal sealed class TrialRecord(TrialAdded added, string network, int epochs, ImmutableArray<string> ofLast)
{
    // Its result before it was trained further; null unless it is being trained further.
    private TrialResult? _kept;

    // The curve of the newest attempt if its epochs do not count for the trial; its reports may still be repeated.
    private Curve? _dropped;

    // The epochs of completed replicates.
    private int _epochsOfOthers;

    // A replicate that the budget cut, and the trial's reason before it; null if the newest one was not cut.
    private (int Run, string Reason)? _cut;

    private TrialId? _reusedFrom;

    // What all attempts since the trial started trained with; null if they differed, or differed from the search's settings.
    private string? _trainsWith;

    public int Number => added.Trial;
    public string Network => added.Network ?? network;
    public Configuration Configuration => added.Configuration;

    /// <summary>As counted on the model itself, if a report contained it.</summary>
    public Cost Cost => Model?.Cost ?? added.Cost;
    public TrialState State { get; set; } = TrialState.Waiting;
    public Curve Curve { get; private set; } = new();

    /// <summary>The total number of epochs that it is trained for.</summary>
    public int Epochs { get; private set; } = epochs;

    /// <inheritdoc cref="TrialView.Extensions"/>
    public ImmutableArray<int> Extensions { get; private set; } = [];

    /// <summary>The number of the current replicate, from 2; 0 if none runs.</summary>
    public int Run { get; private set; }

    /// <summary>Runs that were started, the trial's own included, whether or not they gave a result.</summary>
    public int Runs { get; private set; } = 1;

    /// <summary>Accuracies of its replicates.</summary>
    public ImmutableArray<double> FurtherAccuracies { get; private set; } = [];

    /// <summary>Attempts of its replicates.</summary>
    public ImmutableArray<int> OtherAttempts { get; private set; } = [];

    /// <summary>Epochs that it was trained for, in all its runs.</summary>
    public int EpochsDone => _epochsOfOthers + Curve.Count + (Run > 0 ? _kept!.Curve.Count : 0);

    /// <summary>Epochs that it is to be trained for, in all its runs.</summary>
    public int EpochsInAll => _epochsOfOthers + Epochs * (Run > 0 ? 2 : 1);

    /// <summary>Whether it is trained further or runs again; until it completes again it keeps its previous result.</summary>
    public bool IsExtending => _kept is not null;

    /// <summary>The newest attempt before it was started again; 0 if it never was.</summary>
    public int RestartedAfter { get; private set; }

    /// <summary>The newest attempt of either kind; null before the first.</summary>
    public AttemptStarted? Attempt { get; private set; }

    /// <summary>How <see cref="Attempt"/> ended; null while it runs.</summary>
    public AttemptEnded? End { get; private set; }
    public int TrainAttempt { get; private set; }

    /// <summary>
    /// What it was when the budget, or the end of the search, stopped it; null if its strategy did, or if it was not stopped.
    /// </summary>
    public TrialState? StoppedFrom { get; set; }

    /// <summary>Whether a user stopped it.</summary>
    public bool IsStoppedByUser { get; set; }

    /// <summary>In ascending order.</summary>
    public ImmutableArray<string> Tags { get; private set; } = [];

    /// <summary>The estimated size of its checkpoints while it is parked; otherwise 0.</summary>
    public long ParkedBytes { get; set; }
    public int Throws { get; private set; }
    public int TestThrows { get; private set; }

    /// <summary>For the next attempt: 1, or 2 once the device ran out of memory.</summary>
    public int MicroBatchDivisor { get; private set; } = 1;
    public TestResult? Test { get; private set; }
    public string Reason { get; private set; } = "";

    /// <summary>Whether it diverged by learning nothing.</summary>
    public bool DidNotLearn => State == TrialState.Diverged && StateWords.IsDidNotLearn(Reason);


    /// <summary>The model's figures from the report of the last epoch.</summary>
    public ModelMeasurements? Model { get; private set; }

    /// <summary>The measured median latency of its model in milliseconds; null if it was not measured.</summary>
    public double? Latency => (_kept is { } kept ? kept.Model : Model)?.Latency?.Median;

    /// <summary>The silo that measured it.</summary>
    public string? MeasuredOn { get; private set; }

    /// <summary>Whether a signal of <see cref="Attempt"/> has arrived, which shows that its worker has the lease.</summary>
    public bool Signalled { get; set; }
    public DateTimeOffset Deadline { get; set; }

    /// <summary>Since when it waits for a worker, or, once it has one, since when it did.</summary>
    public DateTimeOffset WaitingSince { get; set; }

    /// <summary>How long <see cref="Attempt"/> had to wait for its worker; never negative, whatever the clocks of the silos say.</summary>
    public TimeSpan Waited { get; private set; }

    /// <summary>When its newest epoch was reported, or its attempt began.</summary>
    public DateTimeOffset EpochBegan { get; private set; }

    /// <summary>The trial whose result it reuses; null if it was trained itself, even if only further.</summary>
    public TrialId? ReusedFrom => IsExtending || Extensions.IsEmpty ? _reusedFrom : null;

    /// <summary>What it would be trained with, if only its own settings determine its result; otherwise null.</summary>
    public string? TrainsWith => Run == 0 && Extensions.IsEmpty ? _trainsWith : null;

    public bool Live => Attempt is not null && End is null;
    public bool Testing => Attempt?.Kind == LeaseKind.Test;

    /// <summary>The state of a trial after a live attempt ends without a result.</summary>
    public TrialState Unfinished(TrialState training) => Testing ? TrialState.Completed : training;

    /// <inheritdoc cref="Curve.Recorded"/>
    public Decision? Recorded(int attempt, int epoch) => Curve.Recorded(attempt, epoch) ?? _dropped?.Recorded(attempt, epoch);

    public void On(AttemptStarted entry)
    {
        (Attempt, End, Signalled, _dropped) = (entry, null, false, null);
        (Deadline, EpochBegan) = (entry.At + Search.LeaseDuration, entry.At);
        Waited = entry.At > WaitingSince ? entry.At - WaitingSince : TimeSpan.Zero;
        if (entry.Kind == LeaseKind.Test)
            return;
        // An attempt may continue from the checkpoint of any before it, reported or not.
        if (Run == 0)
            _trainsWith = entry.MicroBatchDivisor == 1 && (TrainAttempt <= RestartedAfter || _trainsWith == entry.Worker.TrainsWith)
                ? entry.Worker.TrainsWith : null;
        TrainAttempt = entry.Attempt;
        StoppedFrom = null;
        Reason = "";
    }

    public void On(EpochReported entry)
    {
        Curve.Add(entry);
        EpochBegan = entry.At;
        // Counted costs of a model stay known, whether or not each report repeats them.
        Model = entry.Report.Model ?? (Model?.Cost is { } counted ? new(FileBytes: null, Latency: null, counted) : null);
        if (Model?.Latency is not null)
            MeasuredOn = Attempt!.Worker.Silo;
        Signalled = true;
    }

    /// <param name="isSpent">Whether the budget of the search is spent.</param>
    public void On(AttemptEnded entry, bool isSpent = false)
    {
        End = entry;
        var isExtended = IsExtending && entry is { State: TrialState.Completed };
        if (Run > 0)
            OtherAttempts = OtherAttempts.Add(entry.Attempt);
        if (Run > 0 && isExtended && entry.Outcome == AttemptOutcome.Completed && Curve.BestAccuracy is { } accuracy)
            FurtherAccuracies = FurtherAccuracies.Add(accuracy);
        var reason = Run > 0 && isExtended && entry.Outcome == AttemptOutcome.Completed ? _kept!.Reason : entry.Reason;
        if (isExtended && (entry.Outcome != AttemptOutcome.Completed || Run > 0))
            GiveUpExtension(isSpent && entry.Outcome is AttemptOutcome.Stopped or AttemptOutcome.Preempted or AttemptOutcome.NodeLost
                or AttemptOutcome.Paused);
        else if (isExtended)
            _kept = null;
        if (entry.Outcome == AttemptOutcome.OutOfMemory)
            MicroBatchDivisor = 2;
        if (entry.Outcome == AttemptOutcome.Threw)
            _ = Testing ? TestThrows++ : Throws++;
        // A test that is paused, lost or cancelled does not affect a completed trial.
        if (!Testing || entry.Outcome is AttemptOutcome.Threw or AttemptOutcome.OutOfMemory or AttemptOutcome.Completed)
            Reason = reason;
    }

    /// <summary>The trial takes the result of an equal trial.</summary>
    public void On(TrialReused entry)
    {
        _reusedFrom = entry.From;
        foreach (var told in entry.AsTrained())
            switch (told)
            {
                case AttemptStarted started: On(started); break;
                case EpochReported reported: On(reported); break;
                case AttemptEnded ended: On(ended); break;
                case TrialTested tested: On(tested); break;
            }
    }

    /// <summary>The trial runs again, from its first epoch.</summary>
    public void On(ReplicateAdded entry)
    {
        _kept = new(Curve, TrainAttempt, Model, Test, Epochs, Extensions, RestartedAfter, Reason, Runs, FurtherAccuracies);
        (Curve, Model, Run, Runs, RestartedAfter) = (new(), null, entry.Run, entry.Run, Attempt!.Attempt);
        (Throws, _cut) = (0, null);
    }

    /// <summary>A replicate that the budget cut does not count, so that it runs again with the same seed.</summary>
    public void TakeBackRun()
    {
        if (_cut is var (run, reason))
            (Runs, Reason, _cut) = (run - 1, reason, null);
    }

    public void On(TrialTested entry) => Test = entry.Result;

    public void On(TrialsTagged entry) => Tags = TagsWith(entry.Added, entry.Removed);

    /// <summary>The trial's tags after additions and removals, in ascending order.</summary>
    public ImmutableArray<string> TagsWith(IEnumerable<string> added, IEnumerable<string> removed) => SearchEdit.Tags(Tags, added, removed);

    public void On(TrialExtended entry)
    {
        _kept = new(Curve.Copy(), TrainAttempt, Model, Test, Epochs, Extensions, RestartedAfter, Reason, Runs, FurtherAccuracies);
        // Results of further runs have a different number of epochs.
        (Runs, FurtherAccuracies, _cut) = (1, [], null);
        (Extensions, Epochs, Test) = (Extensions.Add(Curve.Count), entry.Epochs, null);
        (Throws, TestThrows) = (0, 0);
    }

    /// <summary>Whether its result is from more epochs than planned; false while it is trained further, or if that failed.</summary>
    public bool WasTrainedFurther => _kept is null && !Extensions.IsEmpty && Curve.Count > Extensions[0];

    /// <summary>Why a trial that was to be trained further keeps its previous result.</summary>
    public static string NotExtended(int epochs, string reason) => $"not extended to {epochs} epochs: {reason}";

    /// <summary>Why a replicate has no result.</summary>
    public static string NotRun(int run, string reason) => $"run {run} was not finished: {reason}";

    /// <summary>Why its further training or replicate had no result.</summary>
    public string NotKept(string reason) => Run > 0 ? NotRun(Run, reason) : NotExtended(Epochs, reason);

    /// <summary>Restores its state before further training, or before a replicate.</summary>
    /// <param name="isCut">Whether it ends because the budget is spent.</param>
    public void GiveUpExtension(bool isCut)
    {
        var kept = _kept!;
        _cut = isCut && Run > 0 ? (Run, kept.Reason) : null;
        _dropped = Curve;
        _epochsOfOthers += Run > 0 ? Curve.Count : 0;
        (Curve, TrainAttempt, Model, Test) = (kept.Curve, kept.Attempt, kept.Model, kept.Test);
        (Epochs, Extensions, RestartedAfter, _kept) = (kept.Epochs, kept.Extensions, kept.RestartedAfter, null);
        if (Run == 0)
            (Runs, FurtherAccuracies) = (kept.Runs, kept.FurtherAccuracies);
        Run = 0;
    }

    /// <summary>Starts it again: previous training does not count, but attempt numbers continue.</summary>
    public void Restart()
    {
        (Curve, Model, Reason) = (new(), null, "");
        (Throws, TestThrows, MicroBatchDivisor) = (0, 0, 1);
        IsStoppedByUser = false;
        RestartedAfter = Attempt!.Attempt;
    }

    /// <summary>The attempt after which its test was started again; 0 if it was not.</summary>
    public int TestRestartedAfter { get; private set; }

    /// <summary>Starts its test again and keeps its training.</summary>
    public void RestartTest() => (TestThrows, MicroBatchDivisor, TestRestartedAfter, Reason) = (0, 1, Attempt!.Attempt, "");

    /// <summary>The reason if a user stops it now.</summary>
    public string StoppedByUser => Curve.Count == 0
        ? "stopped by the user before its first epoch ended" : $"stopped by the user after {Curve.Count} of {Epochs} epochs";

    /// <summary>Ends it without the end of an attempt.</summary>
    public void StopUnbegun(string reason) => Reason = reason;

    public TrialView View(bool onFront)
    {
        var (curve, model, test) = _kept is { } kept ? (kept.Curve, kept.Model, kept.Test) : (Curve, Model, Test);
        var cost = model?.Cost ?? added.Cost;
        return new()
        {
            Number = Number,
            Configuration = Configuration,
            State = State,
            Attempt = TrainAttempt,
            Epochs = Curve.Count,
            BestEpoch = curve.BestEpoch,
            Accuracy = curve.BestAccuracy,
            ValidationLoss = curve.BestLoss,
            TestAccuracy = test?.Accuracy,
            Parameters = cost.Parameters,
            Macs = cost.Macs,
            Bytes = cost.Bytes,
            OnFront = onFront,
            Reason = Reason,
            SecondsPerEpoch = Curve.SecondsPerEpoch,
            Network = Network,
            FileBytes = model?.FileBytes,
            Latency = model?.Latency,
            TopFive = curve.BestTopFive,
            TestTopFive = test?.TopFive,
            Balanced = curve.BestBalanced,
            Metrics = curve.Metrics(ofLast, _kept?.Epochs ?? Epochs),
            TestBalanced = test?.Balanced,
            Extensions = Extensions,
            EpochsPlanned = Epochs,
            KeptAttempt = _kept?.Attempt,
            Tags = Tags,
            StoppedByUser = IsStoppedByUser,
            Run = Run > 0 ? Run : null,
            ReusedFrom = ReusedFrom,
        };
    }

    /// <summary>The result of a trial when it completed.</summary>
    private sealed record TrialResult(
        Curve Curve, int Attempt, ModelMeasurements? Model, TestResult? Test, int Epochs, ImmutableArray<int> Extensions,
        int RestartedAfter, string Reason, int Runs, ImmutableArray<double> FurtherAccuracies);
}
