using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Formatting;

/// <summary>
/// Trials with their curves as comma-separated values: a row for each trial with the columns of <see cref="TrialCsv"/>, then two for each
/// epoch. Cells of epochs that a trial has not reported are empty; a loss that is NaN says that it diverged there.
/// </summary>
public static class CurveCsv
{
    /// <summary>Accuracy on the validation images after an epoch.</summary>
    public static string Accuracy(int epoch) => $"accuracy@{epoch}";

    /// <summary>Loss on the validation images after an epoch; the epoch with the least is the one that is kept.</summary>
    public static string Loss(int epoch) => $"loss@{epoch}";

    /// <summary>Writes each trial as it comes, so that none but it is held.</summary>
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
            columns.Select(column => column.Key).Concat(Epochs(spec).SelectMany(epoch => new[] { Accuracy(epoch), Loss(epoch) }))));
    }

    private static IEnumerable<int> Epochs(SearchSpec spec) => Enumerable.Range(1, spec.Epochs);

    private static object?[] Cells(TrialDetail detail, int epoch) =>
        epoch <= detail.Curve.Length && detail.Curve[epoch - 1] is var report ? [report.Accuracy, LossOf(report)] : [null, null];

    // A trial diverges by either loss.
    private static double LossOf(Report report) =>
        double.IsFinite(report.TrainLoss) && double.IsFinite(report.ValidationLoss) ? report.ValidationLoss : double.NaN;
}
