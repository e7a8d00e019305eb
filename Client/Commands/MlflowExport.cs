using System.Globalization;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>Exports a search as an MLflow experiment, with one run for each trial that has started.</summary>
internal sealed class MlflowExport(MlflowServer server, SearchView search)
{
    private const string Tag = "paretune.trial";

    /// <returns>The number of runs written.</returns>
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
        var (trial, started, metrics) = (detail.Trial, detail.Attempts[0].StartedAt, MetricTable.From(search.Spec));
        var run = await server.Run(experiment, $"trial-{trial.Number}", Tag, $"{search.Id}/{trial.Number}", started, cancellation);
        await server.Log(
            run, [.. Parameters(trial)], [.. Tags(trial)],
            [.. Curve(detail.Curve, metrics, started), .. Results(trial, metrics, started)], cancellation);
        if (Status(trial.State) is { } status)
            await server.End(run, status, detail.Attempts[^1].EndedAt ?? started, cancellation);
    }

    // Values that may change between exports are tags, because MLflow never changes a parameter.
    private IEnumerable<(string, string)> Tags(TrialView trial)
    {
        yield return ("paretune.state", Formatter.Name(trial.State));
        yield return ("paretune.front", Front(trial));
        if (trial.ReusedFrom is not null)
            yield return ("paretune.reusedFrom", $"{TrialColumn.ReusedFrom.Value(trial)}");
        if (!trial.Extensions.IsDefaultOrEmpty)
            yield return ("paretune.extensions", $"{TrialColumn.Extensions.Value(trial)}");
        if (SpaceExtensionText.Compute(search, trial.Number) is > 0 and var extension)
            yield return ("paretune.spaceExtension", Text(extension));
        if (TrialColumn.HasRunAgain(trial))
            foreach (var column in TrialColumn.Estimates)
                if (column.Value(trial) is IFormattable value)
                    yield return ($"paretune.{column.Key}", Text(value));
    }

    private IEnumerable<(string, string)> Parameters(TrialView trial)
    {
        var (spec, one) = (search.Spec, trial.Configuration);
        return
        [
            ("dataset", spec.Dataset), (spec.Trainer is null ? "network" : "trainer", trial.Network),
            .. HyperparameterColumn.OfModel(one).AddRange(HyperparameterColumn.Common).AddRange(HyperparameterColumn.RecipeOf(one))
                .Select(column => (column.Key, column.Value(one).ToString())),
            ("baseResolution", Text(spec.BaseResolution)), ("epochs", Text(spec.Epochs)), ("seed", Text(spec.Seed)),
        ];
    }

    private static IEnumerable<MlflowValue> Curve(IEnumerable<Report> curve, MetricTable metrics, DateTimeOffset started)
    {
        var at = started;
        foreach (var report in curve)
        {
            at += TimeSpan.FromSeconds(report.Seconds);
            foreach (var column in EpochColumn.From(metrics).Where(column => column.Curve is not null))
                if (column.Value(report) is { } value)
                    yield return new(column.Key, value, at, report.Epoch);
        }
    }

    /// <summary>A metric of each epoch is written as a curve under its name; its value at the best epoch has another name.</summary>
    private static IEnumerable<MlflowValue> Results(TrialView trial, MetricTable metrics, DateTimeOffset at) =>
        from metric in metrics.Rows
        let value = metric.ValueOrNull(trial)
        where value is not null
        let key = metric.Known == MetricTime.EachReport ? $"kept{char.ToUpperInvariant(metric.Key[0])}{metric.Key[1..]}" : metric.Key
        select new MlflowValue(key, value.Value, at, trial.Epochs);

    /// <summary>Null if the trial is not over, which leaves the MLflow run in the state "running".</summary>
    private static string? Status(TrialState state) => state switch
    {
        TrialState.Completed or TrialState.Stopped => "FINISHED",
        TrialState.Cancelled => "KILLED",
        TrialState.Diverged or TrialState.OutOfMemory or TrialState.Failed => "FAILED",
        _ => null,
    };

    private static string Front(TrialView trial) => trial.OnFront ? "true" : trial.SoFar ? "accuracy so far" : "false";

    private static string Text(IFormattable figure) => figure.ToString(null, CultureInfo.InvariantCulture);
}
