using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>The signals of a trainer: steps, a report after each epoch, a test result at the end.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Signal")]
public abstract record Signal
{
    [Id(0)] public required TrialId Trial { get; init; }
    [Id(1)] public required int Attempt { get; init; }
}

/// <summary>Progress inside an epoch, about twice a second. Never kept.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.StepProgress")]
public sealed record StepProgress : Signal
{
    /// <summary>The epoch under way, from 1.</summary>
    [Id(0)] public required int Epoch { get; init; }
    [Id(1)] public required int Step { get; init; }
    [Id(2)] public required int Steps { get; init; }
    [Id(3)] public required double ImagesPerSecond { get; init; }

    /// <summary>How the GPU is used on which the attempt runs; null on a CPU, and where nothing tells.</summary>
    [Id(13)] public GpuUse? Gpu { get; init; }
}

/// <summary>How a GPU is used, by all processes together.</summary>
/// <param name="Used">Bytes taken.</param>
/// <param name="Total">Bytes there are.</param>
/// <param name="Busy">Share of the last moments in which it computed, 0 to 1.</param>
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
    /// <summary>Of training alone, without validation.</summary>
    [Id(6)] public required double Seconds { get; init; }
    [Id(7)] public required double ImagesPerSecond { get; init; }

    /// <summary>
    /// Highest memory use since the attempt began, of the process: where it has several devices, of all of them. Where the system cannot
    /// begin anew (not Linux) it is the highest of the process's life.
    /// </summary>
    [Id(8)] public required long PeakMemoryBytes { get; init; }

    /// <summary>
    /// The most that the process was seen to hold on its GPU since the attempt began, what its other devices' trials hold there included;
    /// 0 where nothing tells.
    /// </summary>
    [Id(41)] public long PeakDeviceMemoryBytes { get; init; }

    /// <summary>
    /// Validation accuracy of each class, in the dataset's order; NaN where validation has no image of it. Empty with more than
    /// <see cref="MostClassAccuracies"/> classes, which every epoch's report would carry.
    /// </summary>
    [Id(9)] public ImmutableArray<double> ClassAccuracy { get; init; } = [];

    /// <summary>
    /// With the last epoch: what the exported model turned out to be. With every epoch of a custom trainer: its cost.
    /// </summary>
    [Id(10)] public ModelFigures? Model { get; init; }

    /// <summary>
    /// Share of the validation images whose class is among the five likeliest, 0 to 1; null where there are no more than five.
    /// </summary>
    [Id(11)] public double? TopFive { get; init; }

    /// <summary>
    /// What computed it; null in reports from before it was said. Figures are equal to the last bit for equal threads and processors.
    /// </summary>
    [Id(21)] public Machine? Machine { get; init; }

    /// <summary>
    /// Mean of the validation accuracies of the classes, 0 to 1; null where the classes have about equally many images, so that it says
    /// nothing that the accuracy does not, and of custom trainers.
    /// </summary>
    [Id(31)] public double? Balanced { get; init; }

    /// <summary>Of <see cref="SearchSpec.Metrics"/>, as far as they are known of this epoch; null where none is.</summary>
    [Id(60)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, double>? Metrics { get; init; }
}

/// <summary>What an attempt computes with.</summary>
/// <param name="Threads">Of torch, for one device.</param>
/// <param name="Processor">As the system names it.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Machine")]
public sealed record Machine([property: Id(0)] int Threads, [property: Id(1)] string Processor)
{
    /// <summary>What maps and products were computed in, as taken: never <see cref="TrainingPrecision.Auto"/>.</summary>
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

/// <summary>Why an attempt ended before its last epoch, as the worker saw it.</summary>
public enum AttemptFailure
{
    /// <summary>The trainer threw. Counts against maxAttempts.</summary>
    Threw,

    /// <summary>The device ran out of memory. Repeated once with half the micro-batch.</summary>
    OutOfMemory,

    /// <summary>The silo is stopping. Does not count.</summary>
    Preempted,

    /// <summary>The model is over the search's limits, so it was not trained.</summary>
    OverLimits,
}

/// <summary>The worker gives its attempt back.</summary>
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

    /// <summary>The trial is over; the reason says why.</summary>
    Stop,

    /// <summary>Another attempt owns the trial, or none does: drop everything, write nothing.</summary>
    LeaseLost,
}

/// <summary>The answer to a signal and its reason in one sentence, empty for <see cref="DecisionKind.Continue"/>.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Decision")]
public sealed record Decision([property: Id(0)] DecisionKind Kind, [property: Id(1)] string Reason = "")
{
    public static Decision Continue { get; } = new(DecisionKind.Continue);
    public static Decision Pause(string reason) => new(DecisionKind.Pause, reason);
    public static Decision Stop(string reason) => new(DecisionKind.Stop, reason);
    public static Decision LeaseLost(string reason) => new(DecisionKind.LeaseLost, reason);
}
