using System.Text.Json;
using Parquet.Serialization;

namespace Paretune.Client.Output;

/// <summary>A search as two Parquet tables: a row a trial, and a row an epoch. Columns are named as in JSON; what is not known is null.</summary>
internal static class ParquetTables
{
    public const string Trials = "trials.parquet", Epochs = "epochs.parquet";

    public static Task Write(Stream stream, IEnumerable<TrialView> trials, CancellationToken cancellation) =>
        ParquetSerializer.SerializeAsync(trials.Select(trial => new TrialRow(trial)), stream, cancellationToken: cancellation);

    public static Task Write(Stream stream, IEnumerable<TrialDetail> trials, CancellationToken cancellation) => ParquetSerializer.SerializeAsync(
        trials.SelectMany(trial => trial.Curve.Select(report => new EpochRow(report))), stream, cancellationToken: cancellation);

#pragma warning disable IDE1006 // Names are the columns'.
    /// <summary>The library reads a row's columns off its properties, and asks for a constructor without parameters.</summary>
    internal sealed class TrialRow()
    {
        public TrialRow(TrialView trial) : this()
        {
            var one = trial.Configuration;
            (number, state, attempt, epochs, bestEpoch) = (trial.Number, Show.Name(trial.State), trial.Attempt, trial.Epochs, trial.BestEpoch);
            (dilation, width, resolution) = (one.Dilation, one.Width, one.Resolution);
            (learningRate, weightDecay, batchSize) = (one.LearningRate, one.WeightDecay, one.BatchSize);
            hyperparameters = one.Hyperparameters is { } own ? JsonSerializer.Serialize(own, ParetuneJson.Options) : null;
            (accuracy, validationLoss, testAccuracy) = (trial.Accuracy, trial.ValidationLoss, trial.TestAccuracy);
            (topFive, testTopFive) = (trial.TopFive, trial.TestTopFive);
            (parameters, macs, bytes, fileBytes) = (trial.Parameters, trial.Macs, trial.Bytes, trial.FileBytes);
            (latency, latencyPrecision) = (trial.Latency?.Median, trial.Latency is { } timed ? Show.Name(timed.Precision) : null);
            (onFront, secondsPerEpoch, reason, network) = (trial.OnFront, trial.SecondsPerEpoch, trial.Reason, trial.Network);
        }

        public int number { get; set; }
        public string network { get; set; } = "";
        public int dilation { get; set; }
        public double width { get; set; }
        public double resolution { get; set; }
        public double learningRate { get; set; }
        public double weightDecay { get; set; }
        public int batchSize { get; set; }

        /// <summary>A trainer's own, as JSON; null for Paretune's networks.</summary>
        public string? hyperparameters { get; set; }
        public string state { get; set; } = "";
        public int attempt { get; set; }
        public int epochs { get; set; }
        public int? bestEpoch { get; set; }
        public double? accuracy { get; set; }
        public double? validationLoss { get; set; }
        public double? testAccuracy { get; set; }
        public double? topFive { get; set; }
        public double? testTopFive { get; set; }
        public long parameters { get; set; }
        public long macs { get; set; }
        public long bytes { get; set; }
        public long? fileBytes { get; set; }
        public double? latency { get; set; }
        public string? latencyPrecision { get; set; }
        public bool onFront { get; set; }
        public double? secondsPerEpoch { get; set; }
        public string reason { get; set; } = "";
    }

    /// <inheritdoc cref="TrialRow"/>
    internal sealed class EpochRow()
    {
        public EpochRow(Report report) : this()
        {
            (trial, attempt, epoch) = (report.Trial.Number, report.Attempt, report.Epoch);
            (trainLoss, trainAccuracy, validationLoss, accuracy) = (report.TrainLoss, report.TrainAccuracy, report.ValidationLoss, report.Accuracy);
            (learningRate, seconds, imagesPerSecond, peakMemoryBytes) = (report.LearningRate, report.Seconds, report.ImagesPerSecond, report.PeakMemoryBytes);
        }

        public int trial { get; set; }
        public int attempt { get; set; }
        public int epoch { get; set; }
        public double trainLoss { get; set; }
        public double trainAccuracy { get; set; }
        public double validationLoss { get; set; }
        public double accuracy { get; set; }
        public double learningRate { get; set; }
        public double seconds { get; set; }
        public double imagesPerSecond { get; set; }
        public long peakMemoryBytes { get; set; }
    }
#pragma warning restore IDE1006
}
