using System.Collections.Immutable;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency;

/// <summary>A table of results on which strategies are compared.</summary>
/// <param name="Detail">A short description of the table.</param>
/// <param name="Objectives">The objectives of the searches on the table.</param>
/// <param name="Files">The files that the table is read from.</param>
/// <param name="Load">
/// Returns a function from a seed to the results. The seed draws the noise of smooth curves or selects a recording; other tables ignore it.
/// </param>
internal sealed record EfficiencyTable(
    string Name, string Detail, ImmutableArray<string> Objectives, ImmutableArray<string> Files, Func<Func<long, ITruth>> Load)
{
    private readonly Lazy<Func<long, ITruth>> _truth = new(Load);

    /// <summary>Whether the table runs only if named.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The group of tables over which a mean is reported; null for a table without a group.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// Adds the table's hyperparameters to a space in which nothing varies; leaves it unchanged if only the configurations' sizes are
    /// known.
    /// </summary>
    public Func<Space, Space> Space { get; init; } = space => space;

    /// <summary>The files that do not exist.</summary>
    public IEnumerable<string> Missing => Files.Where(file => !File.Exists(file));

    public ITruth TruthFor(long seed) => _truth.Value(seed);
}
