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
    [Id(5)] public required ImmutableArray<Objective> Objectives { get; init; }
    [Id(6)] public required Limits Limits { get; init; }
    [Id(7)] public required StrategySpec Strategy { get; init; }
    [Id(8)] public required int Epochs { get; init; }
    [Id(9)] public required long Seed { get; init; }

    /// <summary>Tries at a trial whose trainer throws; lost nodes and preemption do not count.</summary>
    [Id(10)] public required int MaxAttempts { get; init; }

    /// <summary>The rule that picks the optimum: <c>knee</c>, <c>smallest-within:POINTS</c> or <c>most-accurate</c>.</summary>
    [Id(11)] public required string Optimum { get; init; }

    /// <summary>Higher is served first; equals share the workers. Default 0.</summary>
    [Id(12)] public int Priority { get; init; }

    /// <summary>Seconds that an epoch of the simulated network takes; null for the others.</summary>
    [Id(13)] public double? EpochSeconds { get; init; }

    /// <summary>Which file's latency is the objective <see cref="Objective.Latency"/>; null where that is none.</summary>
    [Id(15)] public Precision? Latency { get; init; }

    /// <summary>
    /// How many of the data set's training images are used, drawn by the seed with every class in proportion; training and validation share
    /// them. Null for all.
    /// </summary>
    [Id(16)] public int? TrainImages { get; init; }

    /// <summary>
    /// The trainer of the users' own that trains instead of the networks Paretune brings; null where those do. <see cref="Networks"/> then holds
    /// its name alone, and so does <see cref="Dataset"/> where it brings its data itself.
    /// </summary>
    [Id(17)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Trainer { get; init; }
}

/// <summary>The values each hyperparameter may take; the space is their product. No list is empty or holds a value twice.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Space")]
public sealed record Space
{
    /// <summary>δ ≥ 1.</summary>
    [Id(0)] public required ImmutableArray<int> Dilation { get; init; }

    /// <summary>α in (0, 1].</summary>
    [Id(1)] public required ImmutableArray<double> Width { get; init; }

    /// <summary>ρ in (0, 1].</summary>
    [Id(2)] public required ImmutableArray<double> Resolution { get; init; }
    [Id(3)] public required ImmutableArray<double> LearningRate { get; init; }
    [Id(4)] public required ImmutableArray<double> WeightDecay { get; init; }
    [Id(5)] public required ImmutableArray<int> BatchSize { get; init; }

    /// <summary>Those of the search's own trainer, by name; null where it has none.</summary>
    [Id(6)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, ImmutableArray<HyperparameterValue>>? Hyperparameters { get; init; }
}

/// <summary>One point of a space.</summary>
/// <param name="Dilation">δ, the paper's dilated rate; torch's dilation is 2δ−1.</param>
/// <param name="Width">α, multiplies every channel count.</param>
/// <param name="Resolution">ρ, multiplies the side of the input.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Configuration")]
public sealed record Configuration(
    [property: Id(0)] int Dilation,
    [property: Id(1)] double Width,
    [property: Id(2)] double Resolution,
    [property: Id(3)] double LearningRate,
    [property: Id(4)] double WeightDecay,
    [property: Id(5)] int BatchSize)
{
    /// <summary>Those of the search's own trainer, by name; null where it has none.</summary>
    [Id(6)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, HyperparameterValue>? Hyperparameters { get; init; }

    public bool Equals(Configuration? other) =>
        other is not null && Known(this) == Known(other)
        && (Hyperparameters ?? _none).SequenceEqual(other.Hyperparameters ?? _none);

    public override int GetHashCode() => Known(this).GetHashCode();

    private static readonly ImmutableSortedDictionary<string, HyperparameterValue> _none = ImmutableSortedDictionary<string, HyperparameterValue>.Empty;

    private static (int, double, double, double, double, int) Known(Configuration one) =>
        (one.Dilation, one.Width, one.Resolution, one.LearningRate, one.WeightDecay, one.BatchSize);
}

/// <summary>What trials are compared on. Accuracy is to grow, every other is to shrink.</summary>
public enum Objective
{
    Accuracy,
    Parameters,
    Macs,
    Bytes,

    /// <summary>Milliseconds of the exported model on the worker that trained it; known once a trial has completed.</summary>
    Latency,
}

/// <summary>A device's hard limits; null is no limit. A configuration over one of them is never trained.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.Limits")]
public sealed record Limits(
    [property: Id(0)] long? Parameters = null,
    [property: Id(1)] long? Macs = null,
    [property: Id(2)] long? Bytes = null);

/// <summary>How configurations are chosen from the space.</summary>
/// <param name="Kind"><c>grid</c>, <c>random</c> or <c>asha</c>.</param>
/// <param name="Samples">Configurations that are drawn, without repetition; null for all of them.</param>
/// <param name="Reduction">η of <c>asha</c>: each rung lets through about one trial in so many; null for the others.</param>
/// <param name="MinEpochs">The first rung of <c>asha</c>: no trial is stopped before; null for the others.</param>
[GenerateSerializer, Immutable, Alias("Paretune.StrategySpec")]
public sealed record StrategySpec(
    [property: Id(0)] string Kind, [property: Id(1)] int? Samples = null,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Reduction = null,
    [property: Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MinEpochs = null);

/// <summary>
/// What a configuration costs on a device, known before any training; that of a trainer of the users' own is all 0 until it has counted.
/// </summary>
/// <param name="Parameters">Trained weights.</param>
/// <param name="Macs">Multiply-accumulates that one image really takes, dilated taps counted once; 0 where nobody counts them.</param>
/// <param name="Bytes">Size of the weights and batch-norm statistics as float32.</param>
[GenerateSerializer, Immutable, Alias("Paretune.Cost")]
public sealed record Cost([property: Id(0)] long Parameters, [property: Id(1)] long Macs, [property: Id(2)] long Bytes);
