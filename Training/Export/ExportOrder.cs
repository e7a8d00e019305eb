using System.Collections.Immutable;

namespace Paretune.Training.Export;

/// <summary>Which files of a model are written, and which of them are timed.</summary>
internal sealed record ExportOrder(ImmutableArray<Precision> Files, ImmutableArray<Precision> Timed)
{
    /// <summary>Of a front member: all there is.</summary>
    public static ExportOrder OfFront { get; } = new([.. Enum.GetValues<Precision>()], [.. Enum.GetValues<Precision>()]);

    /// <summary>Of any trial that has trained: float32, and what its search compares latencies of.</summary>
    public static ExportOrder OfTrained(Job job) => job.Latency is { } precision
        ? new([.. new[] { Precision.Fp32, precision }.Distinct()], [precision])
        : new([Precision.Fp32], []);
}
