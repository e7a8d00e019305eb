using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Recorded learning curves: one row per trained configuration.</summary>
public sealed class CurveTable : ITruth
{
    /// <exception cref="ArgumentException">There are no rows, a row has no curve, or two rows have the same configuration.</exception>
    public CurveTable(ImmutableArray<CurveRow> rows, int classes)
    {
        if (rows.IsEmpty)
            throw new ArgumentException("a table must have at least one row, but has none", nameof(rows));
        if (rows.Any(row => row.Curve.IsEmpty))
            throw new ArgumentException("each row must have a curve of at least one epoch", nameof(rows));
        if (rows.GroupBy(row => CandidateIndex.KeyOf(row.Candidate)).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
            throw new ArgumentException($"each configuration must have one row, but these have the same: {twice}", nameof(rows));
        (Rows, Classes) = (rows, classes);
        Epochs = rows.Max(row => row.Curve.Length);
        Candidates = [.. rows.Select(row => row.Candidate)];
    }

    public ImmutableArray<CurveRow> Rows { get; }

    public ImmutableArray<Candidate> Candidates { get; }

    /// <summary>Epochs of the longest curve; a curve that diverged is shorter.</summary>
    public int Epochs { get; }

    public int Classes { get; }

    public EpochTruth At(int candidate, int epoch) => Rows[candidate].Curve[epoch - 1];

    public double? Latency(int candidate) => Rows[candidate].Latency;
}

/// <summary>One recorded trial.</summary>
/// <param name="Curve">One value per epoch, from epoch 1. A curve ends early only if training diverged; its last loss is then NaN.</param>
/// <param name="Latency">In milliseconds; null if not measured.</param>
public sealed record CurveRow(Candidate Candidate, ImmutableArray<EpochTruth> Curve, double? Latency = null);
