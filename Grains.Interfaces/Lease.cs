using System.Collections.Immutable;

namespace Paretune;

/// <summary>The purpose of a lease.</summary>
public enum LeaseKind
{
    /// <summary>Train the trial and report each epoch.</summary>
    Train,

    /// <summary>Measure the trained model once on the test images.</summary>
    Test,
}

/// <summary>The right of one worker to run one attempt until a deadline. Each report or step renews the lease.</summary>
/// <param name="Attempt">
/// Increases with each lease of the trial; reports and file names carry it, so that those of an old attempt are rejected.
/// </param>
/// <param name="ReportedEpochs">
/// Epochs already in the ledger. A checkpoint may be one epoch ahead; that epoch is then only reported again.
/// </param>
/// <param name="MicroBatchDivisor">1, or 2 after the device ran out of memory.</param>
/// <param name="Duration">How long the lease lasts after each renewal.</param>
/// <param name="ModelAttempt">The newest attempt that trained. A test measures its model, even if older attempts also left files.</param>
/// <param name="Trace">The span in which the search was submitted, as W3C traceparent; null if submission was not traced.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Lease")]
public sealed record Lease(
    [property: Id(0)] TrialId Trial,
    [property: Id(1)] int Attempt,
    [property: Id(2)] LeaseKind Kind,
    [property: Id(3)] Job Job,
    [property: Id(4)] int ReportedEpochs,
    [property: Id(5)] int MicroBatchDivisor,
    [property: Id(6)] TimeSpan Duration,
    [property: Id(7)] WorkerId Worker,
    [property: Id(8)] int ModelAttempt = 0,
    [property: Id(9)] string? Trace = null)
{
    /// <summary>Checkpoints of attempts up to this one are not used, because the trial was restarted since then.</summary>
    [Id(19)] public int RestartedAfter { get; init; }

    // Default, and not even empty, in a lease from an earlier version.
    [Id(70)] private readonly ImmutableArray<int> _otherRuns = [];

    /// <summary>Attempts of other runs of the trial, whose checkpoints hold other weights.</summary>
    public ImmutableArray<int> OtherRuns
    {
        get => _otherRuns.IsDefault ? [] : _otherRuns;
        init => _otherRuns = value;
    }
}

/// <summary>Everything that a trainer needs to know about a trial.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Job")]
public sealed record Job(
    [property: Id(0)] string Dataset,
    [property: Id(1)] string Network,
    [property: Id(2)] Configuration Configuration,
    [property: Id(3)] int BaseResolution,
    [property: Id(4)] int Epochs,
    [property: Id(5)] long Seed)
{
    // Id 6 was EpochSeconds in 0.1.

    /// <inheritdoc cref="SearchSpec.Latency"/>
    [Id(7)] public Precision? Latency { get; init; }

    /// <inheritdoc cref="SearchSpec.TrainImages"/>
    [Id(8)] public int? TrainImages { get; init; }

    /// <inheritdoc cref="SearchSpec.Trainer"/>
    [Id(9)] public string? Trainer { get; init; }

    /// <summary>The limits, for a custom trainer whose model is counted when it is created; null if the costs are already known.</summary>
    [Id(10)] public Limits? Limits { get; init; }

    /// <summary>
    /// Seeds what is random in this trial alone: its initial weights and its order of images. Equal networks and configurations of equal
    /// searches get equal seeds. Null in searches of 0.1, which use the trial's number and <see cref="Seed"/>.
    /// </summary>
    [Id(11)] public long? TrialSeed { get; init; }

    /// <inheritdoc cref="Paretune.Dataset.Content"/>
    [Id(12)] public string? Content { get; init; }

    /// <inheritdoc cref="SearchSpec.Precision"/>
    [Id(31)] public TrainingPrecision Precision { get; init; }

    /// <inheritdoc cref="SearchSpec.IsCommand"/>
    [Id(62)] public bool IsCommand { get; init; }

    /// <summary>The custom metrics of a command, whose reports the worker checks; null if there are none.</summary>
    [Id(63)] public ImmutableSortedDictionary<string, CustomMetric>? Metrics { get; init; }

    /// <inheritdoc cref="SearchSpec.TrainerVersion"/>
    [Id(64)] public string? TrainerVersion { get; init; }

    // Default, and not even empty, in a job from an earlier version.
    [Id(21)] private readonly ImmutableArray<int> _extensions = [];

    /// <summary>As <see cref="TrialView.Extensions"/>: the epochs after which the schedule starts again from its last rate.</summary>
    public ImmutableArray<int> Extensions
    {
        get => _extensions.IsDefault ? [] : _extensions;
        init => _extensions = value;
    }

    /// <summary>
    /// Whether the search is from before recipes. It continues as it started: with the former initial weights, split and normalization.
    /// </summary>
    public bool IsBeforeRecipes => Configuration.Recipe is null;
}
