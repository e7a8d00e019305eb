using System.Globalization;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Trials;

/// <summary>Formats a trial's log, one line per event, the newest last: its attempts, and the epochs that count.</summary>
internal static class TrialLog
{
    public static IEnumerable<TrialLogLine> Create(TrialDetail detail) =>
        detail.Attempts.SelectMany(attempt => Create(attempt, detail.Curve, Formatter.Examples(detail.Trial.Configuration)));

    private static IEnumerable<TrialLogLine> Create(AttemptView attempt, IEnumerable<Report> curve, string examples)
    {
        yield return new(
            attempt.StartedAt,
            $"attempt {attempt.Attempt} starts {(attempt.Kind == LeaseKind.Test ? "testing" : "training")} "
            + $"on {attempt.Worker.Silo}/{attempt.Worker.Device}");
        var at = attempt.StartedAt;
        foreach (var report in curve.Where(report => report.Attempt == attempt.Attempt))
            yield return new(at += TimeSpan.FromSeconds(report.Seconds), Line(report, examples));
        if (attempt is { EndedAt: { } ended, Outcome: { } outcome })
            yield return new(
                ended, $"attempt {attempt.Attempt} ends: {StateWords.Because(outcome, attempt.Reason)}");
    }

    private static string Line(Report report, string examples) => string.Create(
        CultureInfo.InvariantCulture,
        $"epoch {report.Epoch}: loss {report.TrainLoss:0.000}, {Results(report)}")
            + Formatter.Pace(report.ImagesPerSecond, examples);

    private static string Results(Report report) => string.Join(", ", MetricTable.Default.InTables([])
        .Where(metric => metric.Known == MetricTime.EachReport).Select(
            metric => $"{metric.Title} {metric.Cell(metric.ValueOrNull(report) ?? double.NaN)}"));
}

/// <summary>One line of the log.</summary>
/// <param name="At">The time; for an epoch an estimate from the epochs' durations.</param>
internal readonly record struct TrialLogLine(DateTimeOffset At, string Text);
