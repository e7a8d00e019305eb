namespace Paretune.Tuning.Formatting;

/// <summary>Formats memory use.</summary>
public static class MemoryText
{
    /// <summary>Returns for example "12.00 GB of 85.00 GB, 97 % busy"; utilization is left out if the GPU does not report it.</summary>
    public static string Format(GpuUse use) => $"{Formatter.Amount(use.Used)}B of {Formatter.Amount(use.Total)}B"
        + (double.IsNaN(use.Busy) ? "" : $", {Formatter.Number(100 * use.Busy, "0")} % busy");

    /// <summary>Returns for example "3.10 GB" or "3.10 GB, GPU 1.20 GB"; "-" if the report has no memory use.</summary>
    public static string Format(Report? report) => report is null or { PeakMemoryBytes: 0, PeakDeviceMemoryBytes: 0 } ? Formatter.Nothing
        : report.PeakDeviceMemoryBytes == 0 ? $"{Formatter.Amount(report.PeakMemoryBytes)}B"
        : $"{Formatter.Amount(report.PeakMemoryBytes)}B, GPU {Formatter.Amount(report.PeakDeviceMemoryBytes)}B";
}
