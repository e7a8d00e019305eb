using System.Collections.Immutable;
using System.Globalization;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Formatting;

/// <summary>
/// Writes trials as comma-separated values (RFC 4180), one row per trial. The hyperparameters of a custom trainer are the last columns.
/// </summary>
public static class TrialCsv
{
    /// <param name="more">Further columns, after all others.</param>
    public static async Task Write(
        TextWriter output, IReadOnlyCollection<TrialView> trials, MetricTable metrics, params IEnumerable<TrialColumn> more)
    {
        var columns = Columns(trials.FirstOrDefault(), metrics).AddRange(more);
        if (trials.Any(trial => !trial.Extensions.IsDefaultOrEmpty))
            columns = columns.Add(TrialColumn.Extensions);
        if (trials.Any(trial => !trial.Tags.IsDefaultOrEmpty))
            columns = columns.Add(TrialColumn.Tags);
        if (trials.Any(TrialColumn.HasRunAgain))
            columns = columns.AddRange(TrialColumn.Estimates);
        if (trials.Any(trial => trial.ReusedFrom is not null))
            columns = columns.Add(TrialColumn.ReusedFrom);
        await output.WriteLineAsync(Line(columns.Select(column => column.Key)));
        foreach (var trial in trials)
            await output.WriteLineAsync(Line(columns.Select(column => column.Value(trial))));
    }

    /// <param name="any">Any trial of the search, because all have the same columns; null if there is none yet.</param>
    internal static ImmutableArray<TrialColumn> Columns(TrialView? any, MetricTable metrics)
    {
        var own = any?.Configuration.Hyperparameters is null ? [] : HyperparameterColumn.OfModel(any.Configuration);
        return
        [
            .. TrialColumn.From(metrics), .. TrialColumn.OfRecipe(any?.Configuration.Hyperparameters is not null),
            .. own.Select(column => new TrialColumn(column.Key, typeof(string), trial => column.Value(trial.Configuration))),
        ];
    }

    /// <summary>Returns one row without a line break.</summary>
    public static string Line(IEnumerable<object?> values) => string.Join(',', values.Select(value => Quoted(Cell(value))));

    private static string Cell(object? value) => value switch
    {
        bool isTrue => isTrue ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
