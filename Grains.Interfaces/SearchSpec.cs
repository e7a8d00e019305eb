using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>What a user submits, every default filled in. Made only by the one validating reader, so it is always valid.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchSpec")]
public sealed record SearchSpec
{
    // All that a spec on the wire said of networks before it could name several; with them it is their first.
    [Id(2)] private string _network = "";
    [Id(14)] private ImmutableArray<string> _networks;

    // The version before knows objectives as an enum, and reads this one alone.
    [Id(5)] private ImmutableArray<Objective> _known;
    [Id(25)] private ImmutableArray<string> _objectives;

    [Id(0)] public required string Name { get; init; }
    [Id(1)] public required string Dataset { get; init; }

    /// <summary>The networks that are tried, in this order and none twice; JSON gives a single one as text.</summary>
    [JsonRequired]
    [JsonPropertyName("network")]
    [JsonConverter(typeof(OneOrManyConverter))]
    public ImmutableArray<string> Networks
    {
        get => _networks.IsDefaultOrEmpty ? [_network] : _networks;
        init => (_networks, _network) = (value, value[0]);
    }
    [Id(3)] public required Space Space { get; init; }

    /// <summary>Pixels of the input's side at ρ = 1.</summary>
    [Id(4)] public required int BaseResolution { get; init; }

    /// <summary>Keys of the metrics that trials are compared on; of costs the most important comes first.</summary>
    public required ImmutableArray<string> Objectives
    {
        get => _objectives.IsDefaultOrEmpty ? _known.Keys() : _objectives;
        init => (_objectives, _known) = (value, value.Known());
    }
    [Id(6)] public required Limits Limits { get; init; }
    [Id(7)] public required StrategySpec Strategy { get; init; }
    [Id(8)] public required int Epochs { get; init; }
    [Id(9)] public required long Seed { get; init; }

    /// <summary>Tries at a trial whose trainer throws; lost nodes and preemption do not count.</summary>
    [Id(10)] public required int MaxAttempts { get; init; }

    /// <summary>The rule that picks the optimum, such as <c>knee</c>.</summary>
    [Id(11)] public required string Optimum { get; init; }

    /// <summary>Higher is served first; equals share the workers. Default 0.</summary>
    [Id(12)] public int Priority { get; init; }

    // 13 was EpochSeconds in 0.1, of the network "simulated".

    /// <summary>Which file's latency is the objective <c>latency</c>; null where that is none.</summary>
    [Id(15), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Precision? Latency { get; init; }

    /// <summary>
    /// How many of the dataset's training images are used, drawn by the seed with every class in proportion; training and validation share
    /// them. Null for all.
    /// </summary>
    [Id(16), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TrainImages { get; init; }

    /// <summary>
    /// The custom trainer that trains instead of Paretune's own networks; null if those are trained. <see cref="Networks"/> then
    /// holds its name alone, and so does <see cref="Dataset"/> where it brings its data itself.
    /// </summary>
    [Id(17)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trainer { get; init; }

    /// <summary>Whether programs outside the cluster train its trials, instead of workers.</summary>
    [JsonIgnore]
    public bool IsExternal => Trainer == TrainerDeclaration.External;

    /// <summary>Whether its trainer is a command that workers of the cluster run.</summary>
    [Id(62)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsCommand { get; init; }

    /// <summary>The version of its trainer that trains all its trials; null where the trainer was not pushed.</summary>
    [Id(63)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TrainerVersion { get; init; }

    /// <summary>Whether custom programs train its trials, on workers or outside the cluster. Paretune cannot test their models.</summary>
    [JsonIgnore]
    public bool IsOfPrograms => IsExternal || IsCommand;

    /// <summary>Without what the declaration of its trainer says: as its file says it.</summary>
    public SearchSpec AsWritten() => IsCommand ? this with { IsCommand = false, Metrics = null } : this;

    /// <summary>Metrics that its programs report beside the accuracy, by name; null where there are none.</summary>
    [Id(59)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, CustomMetric>? Metrics { get; init; }

    /// <summary>What the search may spend; null if it trains all that its strategy chooses.</summary>
    [Id(18)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Budget? Budget { get; init; }

    /// <summary>
    /// Runs of each trial on or near the front, with its own: once training is over they run again with other seeds. Null for one.
    /// </summary>
    [Id(70)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Replicates { get; init; }

    /// <summary>
    /// Whether trials take the result of an equal one that was trained before. Null where the search does not say: then they do where
    /// training it again would give the same to the last bit.
    /// </summary>
    [Id(85)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Reuse { get; init; }

    /// <summary>
    /// The older search whose trials say what to try first; null for none. What they came to is no result of this search.
    /// </summary>
    [Id(90)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? From { get; init; }

    /// <summary>What training steps are computed in; a custom trainer chooses itself.</summary>
    [Id(45)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public TrainingPrecision Precision { get; init; }

    /// <summary>Where a notification is sent when the search ends; null for none.</summary>
    [Id(35)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Notify { get; init; }
}

/// <summary>
/// What a search may spend: it ends at the first of these that is reached. None is a promise to the last step, because an epoch that runs
/// is reported before it is counted.
/// </summary>
/// <param name="Trials">The most trials that are started.</param>
/// <param name="Epochs">Epochs of all trials, those that were repeated after a failure included.</param>
/// <param name="Share">
/// Share of what the whole grid would cost, above 0 and at most 1: an epoch counts with the MACs of its network (each alike for a custom
/// trainer).
/// </param>
/// <param name="Hours">Device hours of training, as reported.</param>
/// <param name="WallHours">Hours of a clock in which the search was running: from its submission, without pauses.</param>
/// <param name="NoProgress">Trials that complete one after the other without changing the front, and so its hypervolume.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Budget")]
public sealed record Budget(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Trials = null,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Epochs = null,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Share = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Hours = null,
    [property: Id(13), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? WallHours = null,
    [property: Id(14), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? NoProgress = null);

/// <summary>What a configuration costs on a device, known before training; all 0 for a custom trainer until it has been counted.</summary>
/// <param name="Parameters">Trained weights.</param>
/// <param name="Macs">Multiply-accumulates that one image actually takes, dilated taps counted once; 0 if they are not counted.</param>
/// <param name="Bytes">Size of the weights and batch-norm statistics as float32.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Cost")]
public sealed record Cost([property: Id(0)] long Parameters, [property: Id(1)] long Macs, [property: Id(2)] long Bytes);
