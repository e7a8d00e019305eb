using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A message from a trainer: steps, a report after each epoch, a test result at the end.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Signal")]
public abstract record Signal
{
    [Id(0)] public required TrialId Trial { get; init; }
    [Id(1)] public required int Attempt { get; init; }
}

/// <summary>Progress inside an epoch, about twice a second. Never stored.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.StepProgress")]
public sealed record StepProgress : Signal
{
    /// <summary>The current epoch, from 1.</summary>
    [Id(0)] public required int Epoch { get; init; }
    [Id(1)] public required int Step { get; init; }
    [Id(2)] public required int Steps { get; init; }
    [Id(3)] public required double ImagesPerSecond { get; init; }

    /// <summary>Use of the attempt's GPU; null on a CPU, or if not known.</summary>
    [Id(13)] public GpuUse? Gpu { get; init; }
}

/// <summary>Use of a GPU by all processes together.</summary>
/// <param name="Used">Bytes in use.</param>
/// <param name="Total">Bytes of memory.</param>
/// <param name="Busy">Recent share of time in which the GPU was computing, 0 to 1.</param>
[GenerateSerializer, Immutable, Alias("Paretune.GpuUse")]
public sealed record GpuUse([property: Id(0)] long Used, [property: Id(1)] long Total, [property: Id(2)] double Busy);

/// <summary>The results of one epoch. Losses are mean cross-entropy per image, accuracies 0 to 1.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Report")]
public sealed record Report : Signal
{
    public const int MostClassAccuracies = 1000;

    /// <summary>The epoch that ended, from 1.</summary>
    [Id(0)] public required int Epoch { get; init; }
    [Id(1)] public required double TrainLoss { get; init; }
    [Id(2)] public required double TrainAccuracy { get; init; }
    [Id(3)] public required double ValidationLoss { get; init; }
    [Id(4)] public required double Accuracy { get; init; }

    /// <summary>Learning rate of the epoch's last step.</summary>
    [Id(5)] public required double LearningRate { get; init; }
    /// <summary>Seconds of training, without validation.</summary>
    [Id(6)] public required double Seconds { get; init; }
    [Id(7)] public required double ImagesPerSecond { get; init; }

    /// <summary>
    /// Peak memory of the process since the attempt began, including the process's other devices. On systems other than Linux, which cannot
    /// reset it, the peak since the process started.
    /// </summary>
    [Id(8)] public required long PeakMemoryBytes { get; init; }

    /// <summary>
    /// Peak GPU memory of the process since the attempt began, including other trials of the process on the same GPU; 0 if not known.
    /// </summary>
    [Id(41)] public long PeakDeviceMemoryBytes { get; init; }

    /// <summary>
    /// Validation accuracy of each class, in the dataset's order; NaN for a class without validation images. Empty with more than <see
    /// cref="MostClassAccuracies"/> classes, to keep reports small.
    /// </summary>
    [Id(9)] public ImmutableArray<double> ClassAccuracy { get; init; } = [];

    /// <summary>
    /// In the last epoch's report, the measurements of the exported model. In every report of a custom trainer, its costs.
    /// </summary>
    [Id(10)] public ModelMeasurements? Model { get; init; }

    /// <summary>
    /// Share of the validation images whose class is among the five most probable, 0 to 1; null with five classes or fewer.
    /// </summary>
    [Id(11)] public double? TopFive { get; init; }

    /// <summary>
    /// The processor and its threads; null in reports of earlier versions. Equal threads and processors give bit-identical results.
    /// </summary>
    [Id(21)] public Machine? Machine { get; init; }

    /// <summary>
    /// Mean of the classes' validation accuracies, 0 to 1; null for custom trainers, and if the classes have about equally many images,
    /// because it would equal the accuracy.
    /// </summary>
    [Id(31)] public double? Balanced { get; init; }

    /// <summary>Values of <see cref="SearchSpec.Metrics"/> that are known for this epoch; null if there are none.</summary>
    [Id(60)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, double>? Metrics { get; init; }
}

/// <summary>The hardware of an attempt.</summary>
/// <param name="Threads">Torch's threads for one device.</param>
/// <param name="Processor">The processor's name as the system gives it.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Machine")]
public sealed record Machine([property: Id(0)] int Threads, [property: Id(1)] string Processor)
{
    /// <summary>The precision that was used, never <see cref="TrainingPrecision.Auto"/>.</summary>
    [Id(11)] public TrainingPrecision Precision { get; init; }

    public override string ToString() => $"{Threads} {(Threads == 1 ? "thread" : "threads")} of {Processor}"
        + (Precision == TrainingPrecision.Bf16 ? ", maps and products in bf16" : "");
}

/// <summary>The results of the best model on the test images.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TestResult")]
public sealed record TestResult : Signal
{
    [Id(0)] public required double Accuracy { get; init; }
    [Id(1)] public required double Loss { get; init; }

    /// <inheritdoc cref="Report.TopFive"/>
    [Id(2)] public double? TopFive { get; init; }

    /// <inheritdoc cref="Report.Balanced"/>
    [Id(12)] public double? Balanced { get; init; }
}

/// <summary>Why an attempt ended before its last epoch, as reported by the worker.</summary>
public enum AttemptFailure
{
    /// <summary>The trainer threw; counts against maxAttempts.</summary>
    Threw,

    /// <summary>The device ran out of memory; the trial is repeated once with half the micro-batch.</summary>
    OutOfMemory,

    /// <summary>The silo is stopping; does not count against maxAttempts.</summary>
    Preempted,

    /// <summary>The model exceeds the search's limits, so it was not trained.</summary>
    OverLimits,
}

/// <summary>The worker returns its attempt.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptEnd")]
public sealed record AttemptEnd : Signal
{
    [Id(0)] public required AttemptFailure Failure { get; init; }
    [Id(1)] public string Message { get; init; } = "";
}

/// <summary>The answer to a signal.</summary>
public enum DecisionKind
{
    /// <summary>Train the next epoch.</summary>
    Continue,

    /// <summary>Keep the checkpoint and free the device.</summary>
    Pause,

    /// <summary>The trial is over; the reason is in the decision.</summary>
    Stop,

    /// <summary>Another attempt owns the trial, or none does: discard the attempt and write nothing.</summary>
    LeaseLost,
}

/// <summary>The answer to a signal, with its reason in one sentence; empty for <see cref="DecisionKind.Continue"/>.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Decision")]
public sealed record Decision([property: Id(0)] DecisionKind Kind, [property: Id(1)] string Reason = "")
{
    public static Decision Continue { get; } = new(DecisionKind.Continue);
    public static Decision Pause(string reason) => new(DecisionKind.Pause, reason);
    public static Decision Stop(string reason) => new(DecisionKind.Stop, reason);
    public static Decision LeaseLost(string reason) => new(DecisionKind.LeaseLost, reason);
}
