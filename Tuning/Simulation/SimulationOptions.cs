using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>The workers and the faults of a simulated search.</summary>
public sealed record SimulationOptions
{
    public SearchId Search { get; init; } = new("simulate");

    /// <summary>
    /// The speed of each worker: at speed 2, an epoch takes half the seconds that the truth gives. Default: one worker of speed 1.
    /// </summary>
    public ImmutableArray<double> Speeds { get; init; } = [1];

    /// <summary>Null for a run without faults, in which messages and writes take no time.</summary>
    public FaultRates? Faults { get; init; }

    /// <summary>Seed of the faults. The strategy's draws use the search's own seed.</summary>
    public long Seed { get; init; }

    /// <summary>How the simulated silos store checkpoints.</summary>
    public CheckpointKeeping Keeping { get; init; } = new();

    /// <summary>Returns options for this many workers of speed 1.</summary>
    public static SimulationOptions Workers(int count) => new() { Speeds = [.. Enumerable.Repeat(1.0, count)] };
}
