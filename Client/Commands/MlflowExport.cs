using System.Globalization;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>A search as an MLflow experiment: a run for each trial that has begun.</summary>
internal sealed class MlflowExport(MlflowServer server, SearchView search)
{
    private const string Tag = "paretune.trial";

    /// <returns>How many runs there are now.</returns>
    public async Task<int> Write(IAsyncEnumerable<TrialDetail> trials, CancellationToken cancellation)
    {
        var (runs, experiment) = (0, await server.Experiment($"{search.Name} {search.Id}", cancellation));
        await foreach (var detail in trials.Where(detail => !detail.Attempts.IsEmpty))
        {
            await Write(experiment, detail, cancellation);
            runs++;
        }

        return runs;
    }

    private async Task Write(string experiment, TrialDetail detail, CancellationToken cancellation)
    {
        var (trial, started) = (detail.Trial, detail.Attempts[0].StartedAt);
        var run = await server.Run(experiment, $"trial-{trial.Number}", Tag, $"{search.Id}/{trial.Number}", started, cancellation);
        await server.Log(run, [.. Parameters(trial)], [("paretune.state", Show.Name(trial.State)), ("paretune.front", trial.OnFront ? "true" : "false")],
            [.. Curve(detail.Curve, started), .. Figures(trial, started)], cancellation);
        if (Status(trial.State) is { } status)
            await server.End(run, status, detail.Attempts[^1].EndedAt ?? started, cancellation);
    }

    private IEnumerable<(string, string)> Parameters(TrialView trial)
    {
        var (spec, one) = (search.Spec, trial.Configuration);
        return
        [
            ("dataset", spec.Dataset), (spec.Trainer is null ? "network" : "trainer", trial.Network),
            .. HyperparameterColumn.OfModel(one).AddRange(HyperparameterColumn.Common)
                .Select(column => (column.Key, column.Of(one).ToString())),
            ("baseResolution", Text(spec.BaseResolution)), ("epochs", Text(spec.Epochs)), ("seed", Text(spec.Seed)),
        ];
    }

    private static IEnumerable<Metric> Curve(IEnumerable<Report> curve, DateTimeOffset started)
    {
        var at = started;
        foreach (var report in curve)
        {
            at += TimeSpan.FromSeconds(report.Seconds);
            yield return new("trainLoss", report.TrainLoss, at, report.Epoch);
            yield return new("trainAccuracy", report.TrainAccuracy, at, report.Epoch);
            yield return new("validationLoss", report.ValidationLoss, at, report.Epoch);
            yield return new("accuracy", report.Accuracy, at, report.Epoch);
            yield return new("learningRate", report.LearningRate, at, report.Epoch);
        }
    }

    private static IEnumerable<Metric> Figures(TrialView trial, DateTimeOffset at)
    {
        (string Key, double? Value)[] figures =
        [
            ("parameters", trial.Parameters), ("macs", trial.Macs), ("bytes", trial.Bytes), ("fileBytes", trial.FileBytes), ("latency", trial.Latency?.Median),
            ("keptAccuracy", trial.Accuracy), ("testAccuracy", trial.TestAccuracy),
            ("keptTopFive", trial.TopFive), ("testTopFive", trial.TestTopFive),
        ];
        return figures.Where(figure => figure.Value is not null).Select(figure => new Metric(figure.Key, figure.Value!.Value, at, trial.Epochs));
    }

    /// <summary>Null while the trial is not over: MLflow calls such a run running.</summary>
    private static string? Status(TrialState state) => state switch
    {
        TrialState.Completed or TrialState.Stopped => "FINISHED",
        TrialState.Cancelled => "KILLED",
        TrialState.Diverged or TrialState.OutOfMemory or TrialState.Failed => "FAILED",
        _ => null,
    };

    private static string Text(IFormattable figure) => figure.ToString(null, CultureInfo.InvariantCulture);
}
