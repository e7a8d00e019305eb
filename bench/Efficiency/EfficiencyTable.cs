using System.Collections.Immutable;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency;

/// <summary>A table of results that strategies are compared on.</summary>
/// <param name="Detail">What it holds, in a few words.</param>
/// <param name="Objectives">Of the searches that run on it.</param>
/// <param name="Files">That it is read from.</param>
/// <param name="Load">The truth for a seed: if the table contains no noise, the seed draws it.</param>
internal sealed record EfficiencyTable(
    string Name, string Detail, ImmutableArray<string> Objectives, ImmutableArray<string> Files, Func<Func<long, ITruth>> Load)
{
    private readonly Lazy<Func<long, ITruth>> _truth = new(Load);

    /// <summary>Whether it runs only where it is asked for by name.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The group of tables over which a mean is reported; null for a table without a group.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// What the table's configurations were drawn from, made of a space where nothing varies; that one where only their sizes are known.
    /// </summary>
    public Func<Space, Space> Space { get; init; } = space => space;

    /// <summary>Files that are not there.</summary>
    public IEnumerable<string> Missing => Files.Where(file => !File.Exists(file));

    public ITruth TruthFor(long seed) => _truth.Value(seed);
}
