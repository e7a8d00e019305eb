using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Formatting;

/// <summary>
/// Writes trials with their curves as comma-separated values: one row per trial, with the columns of <see cref="TrialCsv"/> and then three
/// columns per epoch. Cells of epochs that were not reported are empty; a loss of NaN means that the trial diverged.
/// </summary>
public static class CurveCsv
{
    /// <summary>The column of the validation accuracy after an epoch.</summary>
    public static string Accuracy(int epoch) => $"accuracy@{epoch}";

    /// <summary>The column of the validation loss after an epoch. The epoch with the lowest loss is the best one.</summary>
    public static string Loss(int epoch) => $"loss@{epoch}";

    /// <summary>The column of the training loss in an epoch. A simulation does not use it.</summary>
    public static string TrainLoss(int epoch) => $"trainLoss@{epoch}";

    /// <summary>Writes each trial as it arrives, so that only one trial is in memory at a time.</summary>
    public static async Task Write(TextWriter output, IAsyncEnumerable<TrialDetail> trials, SearchSpec spec)
    {
        var metrics = MetricTable.From(spec);
        var columns = TrialCsv.Columns(null, metrics);
        var isFirst = true;
        await foreach (var detail in trials)
        {
            if (isFirst)
                columns = TrialCsv.Columns(detail.Trial, metrics);
            if (isFirst)
                await WriteHeader();
            isFirst = false;
            await output.WriteLineAsync(TrialCsv.Line(
                columns.Select(column => column.Value(detail.Trial)).Concat(Epochs(spec).SelectMany(epoch => Cells(detail, epoch)))));
        }

        if (isFirst)
            await WriteHeader();

        Task WriteHeader() => output.WriteLineAsync(TrialCsv.Line(
            columns.Select(column => column.Key).Concat(
                Epochs(spec).SelectMany(epoch => new[] { Accuracy(epoch), Loss(epoch), TrainLoss(epoch) }))));
    }

    private static IEnumerable<int> Epochs(SearchSpec spec) => Enumerable.Range(1, spec.Epochs);

    private static object?[] Cells(TrialDetail detail, int epoch) =>
        epoch <= detail.Curve.Length && detail.Curve[epoch - 1] is var report
            ? [report.Accuracy, LossOf(report), report.TrainLoss] : [null, null, null];

    // A trial diverges if either loss is not finite.
    private static double LossOf(Report report) =>
        double.IsFinite(report.TrainLoss) && double.IsFinite(report.ValidationLoss) ? report.ValidationLoss : double.NaN;
}
