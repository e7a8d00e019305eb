using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Curves that were recorded: a row for each configuration that was trained.</summary>
public sealed class CurveTable : ITruth
{
    /// <exception cref="ArgumentException">There is no row, or one has no curve, or two rows are of the same configuration.</exception>
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

    /// <summary>Of the longest curve; one that diverged ends before.</summary>
    public int Epochs { get; }

    public int Classes { get; }

    public EpochTruth At(int candidate, int epoch) => Rows[candidate].Curve[epoch - 1];

    public double? Latency(int candidate) => Rows[candidate].Latency;
}

/// <summary>One trial as it was recorded.</summary>
/// <param name="Curve">From epoch 1 on. It ends early only where its last loss is NaN: there training diverged.</param>
/// <param name="Latency">In milliseconds; null where it was not measured.</param>
public sealed record CurveRow(Candidate Candidate, ImmutableArray<EpochTruth> Curve, double? Latency = null);
