using System.Globalization;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Words;

/// <summary>Trials as comma-separated values (RFC 4180), a row each; a trainer's own hyperparameters are the last columns.</summary>
public static class TrialCsv
{
    public static async Task Write(TextWriter output, IReadOnlyCollection<TrialView> trials, MetricTable metrics)
    {
        var any = trials.FirstOrDefault()?.Configuration;
        var own = any?.Hyperparameters is null ? [] : HyperparameterColumn.OfModel(any);
        TrialColumn[] columns =
        [
            .. TrialColumn.Of(metrics),
            .. own.Select(column => new TrialColumn(column.Key, typeof(string), trial => column.Of(trial.Configuration))),
        ];
        await output.WriteLineAsync(string.Join(',', columns.Select(column => column.Key)));
        foreach (var trial in trials)
            await output.WriteLineAsync(string.Join(',', columns.Select(column => Quoted(Cell(column.Value(trial))))));
    }

    private static string Cell(object? value) => value switch
    {
        bool isTrue => isTrue ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
