using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>running ⇄ paused → completed | failed | cancelled.</summary>
// The numbers are sent over the wire. 0 was "queued", which no search ever was; it stays unused.
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
/// The number of trials of a search in each state. Trials that the strategy will still add count as waiting and in the total, as far as
/// their number is known.
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

    /// <summary>The diverged trials whose loss never fell below that of guessing.</summary>
    [Id(13)] public int DidNotLearn { get; init; }

    /// <summary>The completed trials whose results were reused from equal trials.</summary>
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

    /// <summary>The recommendation; null until a trial has completed, final once the search has ended.</summary>
    [Id(5)] public Optimum? Optimum { get; init; }

    /// <summary>Such as "skipped 41 of 245: macs > 300000000"; empty if nothing was excluded.</summary>
    [Id(6)] public string Excluded { get; init; } = "";

    /// <summary>Why the search is in its state; empty if there is nothing to say.</summary>
    [Id(7)] public string Reason { get; init; } = "";
    [Id(8)] public int Priority { get; init; }
    [Id(9)] public DateTimeOffset SubmittedAt { get; init; }
    [Id(10)] public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Sequence of the newest ledger entry in this view; the event stream continues after it.</summary>
    [Id(11)] public long Sequence { get; init; }

    /// <summary>The key or user that submitted the search and may change it; empty if the ledger is from before owners.</summary>
    [Id(12)] public string Owner { get; init; } = "";

    /// <summary>
    /// The <see cref="Score"/> under its name in 0.1, where it was the front's hypervolume; to be removed in the next version.
    /// </summary>
    [Id(13)] public double Hypervolume { get; init; }

    /// <summary>Such as "merged 5 of 6: they build the same network as another configuration"; empty if none were.</summary>
    [Id(14)] public string Merged { get; init; } = "";

    /// <summary>Total MACs of the trials that the strategy will still add, one image each; 0 if not known.</summary>
    [Id(15)] public double ComingMacs { get; init; }

    /// <summary>Device seconds of training, over all epochs; 0 from an older server.</summary>
    [Id(20)] public double DeviceSeconds { get; init; }

    /// <summary>The highest validation accuracy of completed trials; null before the first.</summary>
    [Id(22)] public double? BestAccuracy { get; init; }

    /// <summary>
    /// The highest accuracy on the front within a size limit, averaged over all limits between the cheapest and the most expensive
    /// candidate of the space on a logarithmic scale; 0 to 1.
    /// </summary>
    [Id(24)] public double Score { get; init; }

    /// <summary>The number of validation images behind every accuracy; 0 if a custom trainer brings its own data.</summary>
    [Id(25)] public int ValidationImages { get; init; }

    /// <summary>
    /// The lowest of each cost in the space within the limits; null if not counted. <see cref="MostExpensive"/> has the highest.
    /// </summary>
    [Id(26)] public Cost? Cheapest { get; init; }
    [Id(27)] public Cost? MostExpensive { get; init; }

    /// <summary>Whether the search is archived: lists leave it out unless asked for.</summary>
    [Id(23)] public bool Archived { get; init; }

    /// <summary>What the dataset decided for the search, and what to know about its images when reading the metrics.</summary>
    [Id(37)] public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The search's tags, in ascending order.</summary>
    [Id(38)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>The search's note; empty if there is none.</summary>
    [Id(39)] public string Note { get; init; } = "";

    /// <summary>
    /// The highest possible trial number before each extension of the space, in order; empty if the space was not extended.
    /// </summary>
    [Id(49)] public ImmutableArray<int> SpaceExtensions { get; init; } = [];

    /// <summary>
    /// Validation accuracy of the <see cref="Optimum"/>'s trial; null without an optimum, and in rows of earlier versions.
    /// </summary>
    [Id(56)] public double? OptimumAccuracy { get; init; }

    /// <summary>The costs of the <see cref="Optimum"/>'s model; null if not counted.</summary>
    [Id(57)] public Cost? OptimumCost { get; init; }

    /// <summary>Whether training is over and trials on or near the front are running again with other seeds.</summary>
    [Id(70)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsConfirming { get; init; }

    /// <summary>Whether users may add trials, so that the search does not end when all its trials are over.</summary>
    [Id(80)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOpen { get; init; }
}

/// <summary>The trial that the rule recommends. It is beside the front if the search's limits exclude what dominates it.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Optimum")]
public sealed record Optimum([property: Id(0)] int Trial, [property: Id(1)] string Rule, [property: Id(2)] string Reason);

/// <summary>A trial as users see it. Accuracy and loss are those of the best epoch (lowest validation loss).</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialView")]
public sealed record TrialView
{
    [Id(0)] public required int Number { get; init; }
    [Id(1)] public required Configuration Configuration { get; init; }
    [Id(2)] public required TrialState State { get; init; }

    /// <summary>The newest training attempt; 0 before the first.</summary>
    [Id(3)] public required int Attempt { get; init; }

    /// <summary>Epochs reported so far.</summary>
    [Id(4)] public required int Epochs { get; init; }
    [Id(5)] public int? BestEpoch { get; init; }
    [Id(6)] public double? Accuracy { get; init; }
    [Id(7)] public double? ValidationLoss { get; init; }

    /// <summary>Accuracy on the test images; only trials on the front are tested.</summary>
    [Id(8)] public double? TestAccuracy { get; init; }

    /// <summary>Trained weights; 0 if a custom trainer's model has not been counted. <see cref="Bytes"/> likewise.</summary>
    [Id(9)] public required long Parameters { get; init; }

    /// <summary>MACs of one image; 0 for custom trainers, whose MACs are not counted.</summary>
    [Id(10)] public required long Macs { get; init; }
    [Id(11)] public required long Bytes { get; init; }
    [Id(12)] public required bool OnFront { get; init; }
    [Id(13)] public string Reason { get; init; } = "";

    /// <summary>Mean seconds per reported epoch.</summary>
    [Id(14)] public double? SecondsPerEpoch { get; init; }

    /// <summary>The network; empty from a server older than searches of several networks.</summary>
    [Id(15)] public string Network { get; init; } = "";

    /// <summary>Size of the exported float32 ONNX file; <see cref="Bytes"/> is the size predicted before training.</summary>
    [Id(16)] public long? FileBytes { get; init; }

    /// <summary>Null if latency is not an objective of the search.</summary>
    [Id(17)] public Latency? Latency { get; init; }

    /// <summary>Top-5 accuracy at the best epoch; null with five classes or fewer.</summary>
    [Id(18)] public double? TopFive { get; init; }

    /// <summary>Top-5 accuracy on the test images.</summary>
    [Id(19)] public double? TestTopFive { get; init; }

    /// <summary>
    /// Whether the trial is parked and no trial on the front is better than its accuracy so far at no higher cost. The trial is not on the
    /// front: its accuracy may still change, and it has no model.
    /// </summary>
    [Id(30)] public bool SoFar { get; init; }

    /// <inheritdoc cref="Report.Balanced"/>
    [Id(40)] public double? Balanced { get; init; }

    /// <summary>Balanced accuracy on the test images.</summary>
    [Id(41)] public double? TestBalanced { get; init; }

    /// <summary>
    /// The epochs after which the trial had completed each time before it was extended; empty for most trials. An extended trial was
    /// trained for longer than the others it is compared with.
    /// </summary>
    [Id(42)] public ImmutableArray<int> Extensions { get; init; } = [];

    /// <summary>The planned number of epochs in total; 0 from an older server.</summary>
    [Id(43)] public int EpochsPlanned { get; init; }

    /// <summary>While the trial is being extended, the attempt that its model and metrics come from; otherwise null.</summary>
    [Id(44)] public int? KeptAttempt { get; init; }

    /// <summary>The trial's tags, in ascending order.</summary>
    [Id(45)] public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Whether a user stopped the trial; users can restart it.</summary>
    [Id(46)] public bool StoppedByUser { get; init; }

    /// <summary>Values of <see cref="SearchSpec.Metrics"/> at the best epoch; null if there are none.</summary>
    [Id(61)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, double>? Metrics { get; init; }

    /// <summary>The estimated accuracy and how certain the trial's place on the front is; null before the trial has completed.</summary>
    [Id(70)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialEstimate? Estimate { get; init; }

    /// <summary>While the trial runs again to confirm the front, the number of the run, from 2; otherwise null.</summary>
    [Id(71)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Run { get; init; }

    /// <summary>The trial whose result was reused; null if the trial was trained.</summary>
    [Id(85)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrialId? ReusedFrom { get; init; }

    [JsonIgnore]
    public Cost Cost => new(Parameters, Macs, Bytes);

    /// <summary>Returns the trial as a confirmed front compares it: with its estimated accuracy.</summary>
    /// <remarks>A method and not a property, because the record's ToString would otherwise recurse without end.</remarks>
    public TrialView WithEstimatedAccuracy() => Estimate is { Decides: true } estimate ? this with { Accuracy = estimate.Mean } : this;

    /// <summary>
    /// The attempt whose model, if it left one, is the trial's: the newest attempt of a trial that completed, stopped or diverged, or
    /// <see cref="KeptAttempt"/> while the trial is being extended. Null for other trials, even if attempts left files.
    /// </summary>
    [JsonIgnore]
    public int? ModelAttempt =>
        KeptAttempt ?? (State is TrialState.Completed or TrialState.Stopped or TrialState.Diverged ? Attempt : null);
}

/// <summary>
/// The estimated accuracy of a trial's configuration, on average over seeds. Without replicates, only the sampling error of the validation
/// images counts.
/// </summary>
/// <param name="Mean">
/// With replicates, shrunk towards the accuracy expected at the trial's costs, because the best of many trials was also lucky.
/// </param>
/// <param name="Low">Lower end of the 95 % interval; <paramref name="High"/> is the upper end.</param>
/// <param name="OnFront">
/// The share of posterior draws in which the trial is on the front, 0 to 1; null if the uncertainty is not known.
/// </param>
/// <param name="Runs">Accuracies of the trial's runs, the first run first.</param>
[GenerateSerializer, Immutable, Alias("Paretune.TrialEstimate")]
public sealed record TrialEstimate(
    [property: Id(0)] double Mean, [property: Id(1)] double Low, [property: Id(2)] double High, [property: Id(3)] double? OnFront,
    [property: Id(4)] ImmutableArray<double> Runs)
{
    /// <summary>Whether the front is computed from the estimated means, which is so once it is confirmed.</summary>
    [Id(5)] public bool Decides { get; init; }
}

/// <summary>One attempt at a trial. <see cref="Outcome"/> is null while it is running.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptView")]
public sealed record AttemptView(
    [property: Id(0)] int Attempt, [property: Id(1)] LeaseKind Kind, [property: Id(2)] WorkerId Worker,
    [property: Id(3)] DateTimeOffset StartedAt,
    [property: Id(4)] DateTimeOffset? EndedAt, [property: Id(5)] AttemptOutcome? Outcome, [property: Id(6)] string Reason);

/// <summary>A trial with its curve (one report per epoch, from the newest attempt), its attempts and its latest step.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialDetail")]
public sealed record TrialDetail(
    [property: Id(0)] TrialView Trial, [property: Id(1)] ImmutableArray<Report> Curve,
    [property: Id(2)] ImmutableArray<AttemptView> Attempts,
    [property: Id(3)] StepProgress? Progress, [property: Id(4)] ImmutableArray<string> Classes);

/// <summary>A search at one moment, with the requested trials and the numbers of the trials on its front.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchLook")]
public sealed record SearchSnapshot(
    [property: Id(0)] SearchView Search, [property: Id(1)] Dataset Dataset, [property: Id(2)] ImmutableArray<TrialView> Trials,
    [property: Id(3)] ImmutableArray<int> Front);

/// <summary>The trials that no other trial dominates, by ascending value of the first objective that is not accuracy.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.FrontView")]
public sealed record FrontView
{
    // As in SearchSpec: the enum for 0.1, and the keys.
    [Id(0)] private ImmutableArray<Objective> _known;
    [Id(7)] private ImmutableArray<string> _objectives;

    /// <inheritdoc cref="SearchSpec.Objectives"/>
    public required ImmutableArray<string> Objectives
    {
        get => _objectives.IsDefaultOrEmpty ? _known.Keys() : _objectives;
        init => (_objectives, _known) = (value, value.Known());
    }

    [Id(1)] public required ImmutableArray<TrialView> Trials { get; init; }

    /// <summary>Parked trials that would be on the front with their accuracy so far, in the same order.</summary>
    [Id(17)] public ImmutableArray<TrialView> SoFar { get; init; } = [];
}

/// <summary>A device and what it is doing.</summary>
/// <param name="Trial">The trial that it trains or tests; null without a lease.</param>
[GenerateSerializer, Immutable, Alias("Paretune.WorkerView")]
public sealed record WorkerView(
    [property: Id(0)] WorkerId Worker, [property: Id(1)] string DeviceName, [property: Id(2)] TrialId? Trial,
    [property: Id(3)] DateTimeOffset LastSeen)
{
    /// <summary>The share of time since <see cref="Since"/> in which the device had a lease, 0 to 1.</summary>
    [Id(4)] public double BusyShare { get; init; }

    /// <summary>When the current queue activation first saw the device.</summary>
    [Id(5)] public DateTimeOffset Since { get; init; }
}

/// <summary>The devices of the cluster and the searches that wait for them.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.ClusterView")]
public sealed record ClusterView([property: Id(0)] ImmutableArray<WorkerView> Workers, [property: Id(1)] int SearchesWaiting)
{
    /// <summary>The searches that wait for a device, in the order in which they get one.</summary>
    [Id(2)] public ImmutableArray<SearchId> Queue { get; init; } = [];
}

/// <summary>An attempt that ended by a failure, and not because its trial was over or a user asked for it.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.FailureView")]
public sealed record FailureView(
    [property: Id(0)] TrialId Trial, [property: Id(1)] int Attempt, [property: Id(2)] WorkerId Worker, [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] AttemptOutcome Outcome, [property: Id(5)] string Reason);
