namespace Paretune.Tuning.Formatting;

/// <summary>What a report says of memory, in words.</summary>
public static class MemoryText
{
    /// <summary>"12.00 GB of 85.00 GB, 97 % busy"; what the GPU does not tell is left out.</summary>
    public static string Format(GpuUse use) => $"{Formatter.Amount(use.Used)}B of {Formatter.Amount(use.Total)}B"
        + (double.IsNaN(use.Busy) ? "" : $", {Formatter.Number(100 * use.Busy, "0")} % busy");

    /// <summary>"3.10 GB", "3.10 GB, 1.20 GB of the GPU"; nothing where the report does not tell.</summary>
    public static string Format(Report? report) => report is null or { PeakMemoryBytes: 0, PeakDeviceMemoryBytes: 0 } ? Formatter.Nothing
        : report.PeakDeviceMemoryBytes == 0 ? $"{Formatter.Amount(report.PeakMemoryBytes)}B"
        : $"{Formatter.Amount(report.PeakMemoryBytes)}B, {Formatter.Amount(report.PeakDeviceMemoryBytes)}B of the GPU";
}
