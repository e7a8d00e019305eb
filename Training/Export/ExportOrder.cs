using System.Collections.Immutable;

namespace Paretune.Training.Export;

/// <summary>The model files to write, and those to time.</summary>
internal sealed record ExportOrder(ImmutableArray<Precision> Files, ImmutableArray<Precision> Timed)
{
    /// <summary>All files, for a trial on the front.</summary>
    public static ExportOrder OfFront { get; } = new([.. Enum.GetValues<Precision>()], [.. Enum.GetValues<Precision>()]);

    /// <summary>The files of any trained trial: float32, and the precision whose latency its search compares.</summary>
    public static ExportOrder OfTrained(Job job) => job.Latency is { } precision
        ? new([.. new[] { Precision.Fp32, precision }.Distinct()], [precision])
        : new([Precision.Fp32], []);
}
