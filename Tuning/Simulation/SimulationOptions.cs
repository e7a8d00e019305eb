using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>The workers of a simulated search, and its faults.</summary>
public sealed record SimulationOptions
{
    public SearchId Search { get; init; } = new("simulate");

    /// <summary>One for each worker: of speed 2, an epoch takes half the seconds that the truth says. Default: one of speed 1.</summary>
    public ImmutableArray<double> Speeds { get; init; } = [1];

    /// <summary>Null where nothing goes wrong, and messages and writes take no time.</summary>
    public FaultRates? Faults { get; init; }

    /// <summary>Seeds the faults; the strategy's draws are seeded by the search.</summary>
    public long Seed { get; init; }

    /// <summary>How the simulated silos keep checkpoints.</summary>
    public CheckpointKeeping Keeping { get; init; } = new();

    /// <summary>So many workers of speed 1.</summary>
    public static SimulationOptions Workers(int count) => new() { Speeds = [.. Enumerable.Repeat(1.0, count)] };
}
