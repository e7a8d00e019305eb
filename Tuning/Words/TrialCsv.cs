using System.Globalization;

namespace Paretune.Tuning.Words;

/// <summary>Trials as comma-separated values (RFC 4180), a row each; a trainer's own hyperparameters are the last columns.</summary>
public static class TrialCsv
{
    private static readonly (string Name, Func<TrialView, object?> Value)[] Columns =
    [
        ("number", trial => trial.Number), ("dilation", trial => trial.Configuration.Dilation), ("width", trial => trial.Configuration.Width),
        ("resolution", trial => trial.Configuration.Resolution), ("learningRate", trial => trial.Configuration.LearningRate),
        ("weightDecay", trial => trial.Configuration.WeightDecay), ("batchSize", trial => trial.Configuration.BatchSize),
        ("state", trial => Show.Name(trial.State)), ("attempt", trial => trial.Attempt), ("epochs", trial => trial.Epochs),
        ("bestEpoch", trial => trial.BestEpoch), ("accuracy", trial => trial.Accuracy), ("validationLoss", trial => trial.ValidationLoss),
        ("testAccuracy", trial => trial.TestAccuracy), ("parameters", trial => trial.Parameters), ("macs", trial => trial.Macs),
        ("bytes", trial => trial.Bytes), ("onFront", trial => trial.OnFront ? "true" : "false"), ("secondsPerEpoch", trial => trial.SecondsPerEpoch),
        ("reason", trial => trial.Reason), ("network", trial => trial.Network), ("fileBytes", trial => trial.FileBytes),
        ("latency", trial => trial.Latency?.Median), ("topFive", trial => trial.TopFive), ("testTopFive", trial => trial.TestTopFive),
    ];

    /// <summary>The columns that every table has.</summary>
    internal static IEnumerable<string> Names => Columns.Select(column => column.Name);

    public static async Task Write(TextWriter output, IReadOnlyCollection<TrialView> trials)
    {
        var any = trials.FirstOrDefault()?.Configuration;
        var own = any?.Hyperparameters is null ? [] : HyperparameterColumn.OfModel(any);
        (string Name, Func<TrialView, object?> Value)[] columns =
        [
            .. Columns, .. own.Select(column => (column.Key, (Func<TrialView, object?>)(trial => column.Of(trial.Configuration)))),
        ];
        await output.WriteLineAsync(string.Join(',', columns.Select(column => column.Name)));
        foreach (var trial in trials)
            await output.WriteLineAsync(string.Join(',', columns.Select(column => Quoted(Cell(column.Value(trial))))));
    }

    private static string Cell(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Quoted(string cell) => cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
