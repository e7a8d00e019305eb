using System.Collections.Immutable;
using Paretune.Tuning.Simulation;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>Decisions with similar stated probabilities.</summary>
/// <param name="Count">The number of decisions.</param>
/// <param name="Stated">The mean stated probability; 0 if there are no decisions, as for the other values.</param>
/// <param name="Above">The share of these trials that really ended above the accuracy they were compared with.</param>
internal sealed record CalibrationBin(double From, double To, int Count, double Stated, double Above)
{
    private static readonly ImmutableArray<(double From, double To)> Edges = [(0, 0.02), (0.02, 0.1), (0.1, 0.5), (0.5, 1)];

    public string Name => FormattableString.Invariant($"{100 * From:0}–{100 * To:0} %");

    public static ImmutableArray<CalibrationBin> Create(IReadOnlyCollection<StatedProbability> stated) =>
        [.. Edges.Select(edge => Create(edge.From, edge.To, stated))];

    // The last bin includes probability 1.
    private static CalibrationBin Create(double from, double to, IEnumerable<StatedProbability> stated)
    {
        var within = stated.Where(one => one.Chance >= from && (one.Chance < to || to == 1)).ToList();
        return within.Count == 0 ? new(from, to, 0, 0, 0)
            : new(from, to, within.Count, within.Average(one => one.Chance), within.Count(one => one.EndedAbove) / (double)within.Count);
    }
}
