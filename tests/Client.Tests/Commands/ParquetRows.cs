namespace Paretune.Client.Tests.Commands;

#pragma warning disable IDE1006 // Names are the columns'.
/// <summary>A row of trials.parquet, declared as a consuming program would.</summary>
internal sealed class ParquetTrial
{
    public int number { get; set; }
    public string state { get; set; } = "";
    public string? hyperparameters { get; set; }
    public double? accuracy { get; set; }
    public long macs { get; set; }
    public long? fileBytes { get; set; }
    public double? latency { get; set; }
    public string? latencyPrecision { get; set; }
    public bool onFront { get; set; }
    public string? extensions { get; set; }
    public int spaceExtension { get; set; }
    public double? mean { get; set; }
    public int? runs { get; set; }
}

/// <summary>A row of epochs.parquet.</summary>
internal sealed class ParquetEpoch
{
    public int trial { get; set; }
    public int epoch { get; set; }
    public double trainLoss { get; set; }
    public double? validationLoss { get; set; }
    public double? accuracy { get; set; }
    public long peakMemoryBytes { get; set; }
}
#pragma warning restore IDE1006
