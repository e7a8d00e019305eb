using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>running ⇄ paused → completed | failed | cancelled.</summary>
// The numbers are what goes over the wire. 0 was "queued", which no search ever was; it stays free.
public enum SearchState
{
    Running = 1,
    Paused = 2,
    Completed = 3,
    Failed = 4,
    Cancelled = 5,
}

/// <summary>waiting → running ⇄ paused, running ⇄ parked → completed | stopped | diverged | outOfMemory | failed | cancelled.</summary>
public enum TrialState
{
    Waiting,
    Running,
    Paused,
    Completed,
    Stopped,
    Diverged,
    OutOfMemory,
    Failed,
    Cancelled,

    /// <summary>Parked by the strategy, with its checkpoint; it may continue later.</summary>
    Parked,
}

/// <summary>
/// How many trials a search has in each state. Trials that its strategy has yet to add count as waiting, and in the totals, as far as it is
/// known how many they will be.
/// </summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialCounts")]
public sealed record TrialCounts
{
    [Id(0)] public int Total { get; init; }
    [Id(1)] public int Waiting { get; init; }
    [Id(2)] public int Running { get; init; }
    [Id(3)] public int Paused { get; init; }
    [Id(4)] public int Completed { get; init; }
    [Id(5)] public int Stopped { get; init; }
    [Id(6)] public int Diverged { get; init; }
    [Id(7)] public int OutOfMemory { get; init; }
    [Id(8)] public int Failed { get; init; }
    [Id(9)] public int Cancelled { get; init; }
    [Id(10)] public int EpochsDone { get; init; }
    [Id(11)] public int EpochsTotal { get; init; }
    [Id(12)] public int Parked { get; init; }

    /// <summary>Those of <see cref="Diverged"/> whose loss stayed at that of guessing.</summary>
    [Id(13)] public int DidNotLearn { get; init; }

    /// <summary>Those of <see cref="Completed"/> that took the result of an equal trial.</summary>
    [Id(85)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Reused { get; init; }
}

/// <summary>A search as users see it.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchView")]
public sealed record SearchView
{
    [Id(0)] public required SearchId Id { get; init; }
    [Id(1)] public required string Name { get; init; }
    [Id(2)] public required SearchState State { get; init; }
    [Id(3)] public required TrialCounts Counts { get; init; }
    [Id(4)] public required SearchSpec Spec { get; init; }

    /// <summary>Null until a trial has completed; final once the search has ended.</summary>
    [Id(5)] public Optimum? Optimum { get; init; }

    /// <summary>Such as "excluded: 41 of 245, because macs > 300000000"; empty when nothing was.</summary>
    [Id(6)] public string Excluded { get; init; } = "";

    /// <summary>Why the search is in its state, where there is something to say.</summary>
    [Id(7)] public string Reason { get; init; } = "";
    [Id(8)] public int Priority { get; init; }
    [Id(9)] public DateTimeOffset SubmittedAt { get; init; }
    [Id(10)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Sequence of the newest ledger entry in this view; the event stream continues after it.</summary>
    [Id(11)] public long Sequence { get; init; }

    /// <summary>Name of the key or user that submitted it, and that may change it; empty where the ledger is older than owners.</summary>
    [Id(12)] public string Owner { get; init; } = "";

    /// <summary>The <see cref="Score"/> under the name of 0.1, where it was the front's hypervolume; goes with the next version.</summary>
    [Id(13)] public double Hypervolume { get; init; }

    /// <summary>Such as "merged: 5 of 6 build a network that is there already"; empty if none were.</summary>
    [Id(14)] public string Merged { get; init; } = "";

    /// <summary>MACs of the trials that the strategy has yet to add, one image through each; 0 where that is not known.</summary>
    [Id(15)] public double ComingMacs { get; init; }

    /// <summary>Seconds that devices trained for it, all epochs together; 0 from a server older than this.</summary>
    [Id(20)] public double DeviceSeconds { get; init; }

    /// <summary>The highest validation accuracy of the trials that have completed; null before the first.</summary>
    [Id(22)] public double? BestAccuracy { get; init; }

    /// <summary>
    /// The best accuracy of the front within a limit of size, on average over all limits between the cheapest and the dearest candidate of
    /// the space, each doubling of the size counting alike; 0 to 1.
    /// </summary>
    [Id(24)] public double Score { get; init; }

    /// <summary>Validation images that every accuracy rests on; 0 where a custom trainer brings its own.</summary>
    [Id(25)] public int ValidationImages { get; init; }

    /// <summary>
    /// The least of each cost in the space within the limits; null if that was not counted. Likewise <see cref="Dearest"/>.
    /// </summary>
    [Id(26)] public Cost? Cheapest { get; init; }
    [Id(27)] public Cost? Dearest { get; init; }

    /// <summary>Whether its owner put it away: lists leave it out unless they are asked for it.</summary>
    [Id(23)] public bool Archived { get; init; }

    /// <summary>What the dataset decided for the search, and what to know of its images before trusting a metric.</summary>
    [Id(37)] public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Words that its owner gave it, in ascending order.</summary>
    [Id(38)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The note of its owner; empty if there is none.</summary>
    [Id(39)] public string Note { get; init; } = "";

    /// <summary>The highest number that a trial could have each time the space was extended, in order; empty where it was not.</summary>
    [Id(49)] public ImmutableArray<int> SpaceExtensions { get; init; } = [];

    /// <summary>
    /// Validation accuracy of the <see cref="Optimum"/>'s trial; null without one, and in rows that an older version wrote.
    /// </summary>
    [Id(56)] public double? OptimumAccuracy { get; init; }

    /// <summary>The costs of its model; null if they have not been counted.</summary>
    [Id(57)] public Cost? OptimumCost { get; init; }

    /// <summary>Whether training is over, and trials on or near the front run again with other seeds.</summary>
    [Id(70)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsConfirming { get; init; }

    /// <summary>Whether users may add trials to it, so that it continues when all of its trials are over.</summary>
    [Id(80)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOpen { get; init; }
}

/// <summary>The front member that the rule recommends.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Optimum")]
public sealed record Optimum([property: Id(0)] int Trial, [property: Id(1)] string Rule, [property: Id(2)] string Reason);

/// <summary>A trial as users see it. Accuracy and loss are those of the kept epoch: the one with the least validation loss.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialView")]
public sealed record TrialView
{
    [Id(0)] public required int Number { get; init; }
    [Id(1)] public required Configuration Configuration { get; init; }
    [Id(2)] public required TrialState State { get; init; }

    /// <summary>The newest training attempt, 0 before the first.</summary>
    [Id(3)] public required int Attempt { get; init; }

    /// <summary>Epochs reported.</summary>
    [Id(4)] public required int Epochs { get; init; }
    [Id(5)] public int? BestEpoch { get; init; }
    [Id(6)] public double? Accuracy { get; init; }
    [Id(7)] public double? ValidationLoss { get; init; }

    /// <summary>On the test images; only front members are measured.</summary>
    [Id(8)] public double? TestAccuracy { get; init; }

    /// <summary>Trained weights; 0 if a custom trainer's have not been counted. Likewise <see cref="Bytes"/>.</summary>
    [Id(9)] public required long Parameters { get; init; }

    /// <summary>0 for custom trainers, whose MACs are not counted.</summary>
    [Id(10)] public required long Macs { get; init; }
    [Id(11)] public required long Bytes { get; init; }
    [Id(12)] public required bool OnFront { get; init; }
    [Id(13)] public string Reason { get; init; } = "";

    /// <summary>Mean seconds of the epochs reported.</summary>
    [Id(14)] public double? SecondsPerEpoch { get; init; }

    /// <summary>What is trained; empty from a server older than searches of several networks.</summary>
    [Id(15)] public string Network { get; init; } = "";

    /// <summary>Size of the exported ONNX file in float32; <see cref="Bytes"/> is what could be said of it before any training.</summary>
    [Id(16)] public long? FileBytes { get; init; }

    /// <summary>Null where it is no objective of the search.</summary>
    [Id(17)] public Latency? Latency { get; init; }

    /// <summary>
    /// Of the kept epoch, as <see cref="Accuracy"/>: the class is among the five likeliest. Null where there are no more than five.
    /// </summary>
    [Id(18)] public double? TopFive { get; init; }

    /// <summary>The same of the test images.</summary>
    [Id(19)] public double? TestTopFive { get; init; }

    /// <summary>
    /// It is parked, and no member of the front is better than its accuracy so far at no higher cost. It is not on the front: its accuracy
    /// may still change, and it has no model.
    /// </summary>
    [Id(30)] public bool SoFar { get; init; }

    /// <inheritdoc cref="Report.Balanced"/>
    [Id(40)] public double? Balanced { get; init; }

    /// <summary>The same of the test images.</summary>
    [Id(41)] public double? TestBalanced { get; init; }

    /// <summary>
    /// After how many epochs it had completed each time before it was trained further; empty for most trials. It was trained longer than
    /// the others, which its place beside them does not say.
    /// </summary>
    [Id(42)] public ImmutableArray<int> Extensions { get; init; } = [];

    /// <summary>Epochs that it is trained for in all; 0 from a server older than this.</summary>
    [Id(43)] public int EpochsPlanned { get; init; }

    /// <summary>
    /// While it is trained further, the attempt whose model and figures are still its own; null otherwise.
    /// </summary>
    [Id(44)] public int? KeptAttempt { get; init; }

    /// <summary>In ascending order.</summary>
    [Id(45)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Whether a user stopped it; users can restart it.</summary>
    [Id(46)] public bool StoppedByUser { get; init; }

    /// <summary>Of <see cref="SearchSpec.Metrics"/>, those of the kept epoch; null where there are none.</summary>
    [Id(61)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, double>? Metrics { get; init; }

    /// <summary>What its accuracy is taken to be and how sure its place on the front is; null before it has completed.</summary>
    [Id(70)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialEstimate? Estimate { get; init; }

    /// <summary>While the trial runs again to confirm the front, the number of that run, from 2; else null.</summary>
    [Id(71)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Run { get; init; }

    /// <summary>The trial whose result it took instead of being trained; null where it was trained.</summary>
    [Id(85)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialId? ReusedFrom { get; init; }

    [JsonIgnore]
    public Cost Cost => new(Parameters, Macs, Bytes);

    /// <summary>The trial as a confirmed front weighs it: with the accuracy that it is taken to have.</summary>
    /// <remarks>No property, which the record's text would name without end.</remarks>
    public TrialView Weighed() => Estimate is { Decides: true } estimate ? this with { Accuracy = estimate.Mean } : this;

    /// <summary>
    /// The attempt whose model is the trial's: the one whose report ended it. Null where no report did, whatever files its attempts left.
    /// </summary>
    [JsonIgnore]
    public int? ModelAttempt =>
        KeptAttempt ?? (State is TrialState.Completed or TrialState.Stopped or TrialState.Diverged ? Attempt : null);
}

/// <summary>
/// What the accuracy of a trial's configuration is taken to be, on average over seeds. Without replicates the uncertainty is that of the
/// validation images alone.
/// </summary>
/// <param name="Mean">With replicates drawn towards what its costs let expect: the best of many was lucky too.</param>
/// <param name="Low">Of the 95 % interval. Likewise <paramref name="High"/>.</param>
/// <param name="OnFront">The share of draws in which it is on the front, 0 to 1; null where nothing is known of the uncertainty.</param>
/// <param name="Runs">Accuracies of its runs, its own first.</param>
[GenerateSerializer, Immutable, Alias("Paretune.TrialEstimate")]
public sealed record TrialEstimate(
    [property: Id(0)] double Mean, [property: Id(1)] double Low, [property: Id(2)] double High, [property: Id(3)] double? OnFront,
    [property: Id(4)] ImmutableArray<double> Runs)
{
    /// <summary>Whether the front is made of the means: once it is confirmed.</summary>
    [Id(5)] public bool Decides { get; init; }
}

/// <summary>One try at a trial. <see cref="Outcome"/> is null while it runs.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptView")]
public sealed record AttemptView(
    [property: Id(0)] int Attempt, [property: Id(1)] LeaseKind Kind, [property: Id(2)] WorkerId Worker,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] DateTimeOffset? EndedAt, [property: Id(5)] AttemptOutcome? Outcome, [property: Id(6)] string Reason);

/// <summary>A trial with its curve (one report an epoch, that of the newest attempt), its attempts and where it is now.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialDetail")]
public sealed record TrialDetail(
    [property: Id(0)] TrialView Trial, [property: Id(1)] ImmutableArray<Report> Curve,
    [property: Id(2)] ImmutableArray<AttemptView> Attempts,
    [property: Id(3)] StepProgress? Progress, [property: Id(4)] ImmutableArray<string> Classes);

/// <summary>A search at one moment: those of its trials that were asked for, and the numbers of those on its front.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchLook")]
public sealed record SearchLook(
    [property: Id(0)] SearchView Search, [property: Id(1)] Dataset Dataset, [property: Id(2)] ImmutableArray<TrialView> Trials,
    [property: Id(3)] ImmutableArray<int> Front);

/// <summary>The trials no other trial dominates, by ascending cost on the first objective that is not accuracy.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.FrontView")]
public sealed record FrontView
{
    // As in SearchSpec.
    [Id(0)] private ImmutableArray<Objective> _known;
    [Id(7)] private ImmutableArray<string> _objectives;

    /// <inheritdoc cref="SearchSpec.Objectives"/>
    public required ImmutableArray<string> Objectives
    {
        get => _objectives.IsDefaultOrEmpty ? _known.Keys() : _objectives;
        init => (_objectives, _known) = (value, value.Known());
    }

    [Id(1)] public required ImmutableArray<TrialView> Trials { get; init; }

    /// <summary>Parked trials that would be on it with their accuracy so far, in the same order.</summary>
    [Id(17)] public ImmutableArray<TrialView> SoFar { get; init; } = [];
}

/// <summary>One device and what it is doing.</summary>
/// <param name="Trial">What it trains or tests; null while it has no lease.</param>
[GenerateSerializer, Immutable, Alias("Paretune.WorkerView")]
public sealed record WorkerView(
    [property: Id(0)] WorkerId Worker, [property: Id(1)] string DeviceName, [property: Id(2)] TrialId? Trial,
    [property: Id(3)] DateTimeOffset LastSeen)
{
    /// <summary>The share of the time since it was first seen in which it had a lease, 0 to 1.</summary>
    [Id(4)] public double BusyShare { get; init; }

    /// <summary>When it was first seen, by the queue that is up now.</summary>
    [Id(5)] public DateTimeOffset Since { get; init; }
}

/// <summary>The devices of the cluster and what waits for them.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.ClusterView")]
public sealed record ClusterView([property: Id(0)] ImmutableArray<WorkerView> Workers, [property: Id(1)] int SearchesWaiting)
{
    /// <summary>The searches that want a device, in the order in which they get one.</summary>
    [Id(2)] public ImmutableArray<SearchId> Queue { get; init; } = [];
}

/// <summary>An attempt that something ended, rather than its trial's end or a user's wish.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.FailureView")]
public sealed record FailureView(
    [property: Id(0)] TrialId Trial, [property: Id(1)] int Attempt, [property: Id(2)] WorkerId Worker, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] AttemptOutcome Outcome, [property: Id(5)] string Reason);
