using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A search as submitted, with every default filled in. Created only by the validating reader, so it is always valid.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchSpec")]
public sealed record SearchSpec
{
    // The network as 0.1 sends it; the first one if there are several.
    [Id(2)] private string _network = "";
    [Id(14)] private ImmutableArray<string> _networks;

    // Objectives as 0.1 sends and reads them: an enum.
    [Id(5)] private ImmutableArray<Objective> _known;
    [Id(25)] private ImmutableArray<string> _objectives;

    [Id(0)] public required string Name { get; init; }
    [Id(1)] public required string Dataset { get; init; }

    /// <summary>The networks to try, in this order and without duplicates; JSON writes a single one as text.</summary>
    [JsonRequired]
    [JsonPropertyName("network")]
    [JsonConverter(typeof(OneOrManyConverter))]
    public ImmutableArray<string> Networks
    {
        get => _networks.IsDefaultOrEmpty ? [_network] : _networks;
        init => (_networks, _network) = (value, value[0]);
    }
    [Id(3)] public required Space Space { get; init; }

    /// <summary>Side of the input in pixels at ρ = 1.</summary>
    [Id(4)] public required int BaseResolution { get; init; }

    /// <summary>Keys of the metrics that trials are compared on. Costs are in descending importance.</summary>
    public required ImmutableArray<string> Objectives
    {
        get => _objectives.IsDefaultOrEmpty ? _known.Keys() : _objectives;
        init => (_objectives, _known) = (value, value.Known());
    }
    [Id(6)] public required Limits Limits { get; init; }
    [Id(7)] public required StrategySpec Strategy { get; init; }
    [Id(8)] public required int Epochs { get; init; }
    [Id(9)] public required long Seed { get; init; }

    /// <summary>The maximum attempts at a trial whose trainer throws; lost nodes and preemption do not count.</summary>
    [Id(10)] public required int MaxAttempts { get; init; }

    /// <summary>The rule that picks the optimum, such as <c>knee</c>.</summary>
    [Id(11)] public required string Optimum { get; init; }

    /// <summary>Searches with a higher priority are served first; equal ones share the workers. Default 0.</summary>
    [Id(12)] public int Priority { get; init; }

    // Id 13 was EpochSeconds in 0.1, for the network "simulated".

    /// <summary>The precision whose file is timed for the objective <c>latency</c>; null if latency is not an objective.</summary>
    [Id(15), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Precision? Latency { get; init; }

    /// <summary>
    /// The number of training images to use, drawn by the seed in proportion to the classes; training and validation share them. Null for
    /// all.
    /// </summary>
    [Id(16), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TrainImages { get; init; }

    /// <summary>
    /// The custom trainer that trains instead of Paretune's networks; null without one. <see cref="Networks"/> then holds only its name,
    /// and so does <see cref="Dataset"/> if the trainer brings its own data.
    /// </summary>
    [Id(17)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trainer { get; init; }

    /// <summary>Whether programs outside the cluster train the trials, instead of workers.</summary>
    [JsonIgnore]
    public bool IsExternal => Trainer == TrainerDeclaration.External;

    /// <summary>Whether the trainer is a command that workers of the cluster run.</summary>
    [Id(62)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCommand { get; init; }

    /// <summary>The version of a pushed trainer, which trains all trials of the search; null if the trainer was not pushed.</summary>
    [Id(63)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TrainerVersion { get; init; }

    /// <summary>Whether custom programs train the trials, on workers or outside the cluster. Paretune cannot test their models.</summary>
    [JsonIgnore]
    public bool IsOfPrograms => IsExternal || IsCommand;

    /// <summary>Returns the spec as its file states it, without what the trainer's declaration adds.</summary>
    public SearchSpec AsWritten() => IsCommand ? this with { IsCommand = false, Metrics = null } : this;

    /// <summary>Custom metrics that programs report beside the accuracy, by name; null if there are none.</summary>
    [Id(59)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, CustomMetric>? Metrics { get; init; }

    /// <summary>The budget; null to train everything that the strategy chooses.</summary>
    [Id(18)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Budget? Budget { get; init; }

    /// <summary>
    /// The runs of each trial on or near the front, including its own: after training, these trials run again with other seeds. Null for
    /// one run.
    /// </summary>
    [Id(70)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Replicates { get; init; }

    /// <summary>
    /// Whether trials reuse the results of equal trials that were trained before. Null if the search does not say; results are then reused
    /// if training again would give bit-identical results.
    /// </summary>
    [Id(85)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Reuse { get; init; }

    /// <summary>
    /// The older search whose trials guide what to try first; null for none. Its results do not count as results of this search.
    /// </summary>
    [Id(90)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>The precision of training steps; a custom trainer chooses its own.</summary>
    [Id(45)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TrainingPrecision Precision { get; init; }

    /// <summary>The target of the notification at the end of the search; null for none.</summary>
    [Id(35)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Notify { get; init; }
}

/// <summary>
/// The budget of a search, which ends at the first of these that is reached. None is exact, because a running epoch is completed and
/// reported before it is counted.
/// </summary>
/// <param name="Trials">The maximum number of trials that are started.</param>
/// <param name="Epochs">Epochs of all trials, including those repeated after a failure.</param>
/// <param name="Share">
/// Share of the cost of the complete grid, above 0 and at most 1. An epoch costs the MACs of its network (for a custom trainer, all epochs
/// cost the same).
/// </param>
/// <param name="Hours">Device hours of training, as reported.</param>
/// <param name="WallHours">Hours during which the search was running, from its submission, without pauses.</param>
/// <param name="NoProgress">Consecutive trials that complete without changing the front, and so its hypervolume.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Budget")]
public sealed record Budget(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Trials = null,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Epochs = null,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Share = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Hours = null,
    [property: Id(13), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? WallHours = null,
    [property: Id(14), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NoProgress = null);

/// <summary>What a configuration costs on a device, known before training; all 0 for a custom trainer until its model is counted.</summary>
/// <param name="Parameters">Trained weights.</param>
/// <param name="Macs">Multiply-accumulates for one image, counting only the taps that are computed; 0 if not counted.</param>
/// <param name="Bytes">Size of the weights and batch-norm statistics as float32.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Cost")]
public sealed record Cost([property: Id(0)] long Parameters, [property: Id(1)] long Macs, [property: Id(2)] long Bytes);
