using System.Text.Json;
using Parquet.Schema;
using Parquet.Serialization;

namespace Paretune.Client.Output;

/// <summary>
/// Writes a search as two Parquet tables, one row per trial and one row per epoch. Columns are named as in JSON; unknown values are null.
/// </summary>
internal static class ParquetTables
{
    public const string Trials = "trials.parquet", Epochs = "epochs.parquet";

    /// <param name="extensionOf">Returns the number of the space extension that a trial came with; 0 for none.</param>
    public static Task Write(
        Stream stream, IReadOnlyCollection<TrialView> trials, MetricTable metrics, Func<int, int> extensionOf,
        CancellationToken cancellation)
    {
        var haveRunAgain = trials.Any(TrialColumn.HasRunAgain);
        return Write(stream, trials,
        [
            .. TrialColumn.From(metrics).Select(column => (column.Key, column.Type, column.Value)),
            // The hyperparameters of a custom trainer as JSON; null for Paretune's networks.
            ("hyperparameters", typeof(string), trial => trial.Configuration.Hyperparameters is { } own
                ? JsonSerializer.Serialize(own, ParetuneJson.Options) : null),
            ("latencyPrecision", typeof(string), trial => trial.Latency is { } timed ? Formatter.Name(timed.Precision) : null),
            .. TrialColumn.OfRecipe(hasTrainer: false).Select(column => (column.Key, column.Type, column.Value)),
            // Such as "12 22": the epochs after which the trial had completed before it was extended.
            (TrialColumn.Extensions.Key, typeof(string),
                trial => trial.Extensions.IsDefaultOrEmpty ? null : TrialColumn.Extensions.Value(trial)),
            ("spaceExtension", typeof(int), trial => extensionOf(trial.Number)),
            (TrialColumn.Tags.Key, typeof(string), TrialColumn.Tags.Value),
            (TrialColumn.ReusedFrom.Key, typeof(string), trial => trial.ReusedFrom?.ToString()),
            .. TrialColumn.Estimates.Select(column => (
                column.Key, column.Type, (Func<TrialView, object?>)(trial => haveRunAgain ? column.Value(trial) : null))),
        ],
        cancellation);
    }

    public static Task Write(Stream stream, IEnumerable<TrialDetail> trials, MetricTable metrics, CancellationToken cancellation) => Write(
        stream, trials.SelectMany(trial => trial.Curve),
        [
            ("trial", typeof(int), report => report.Trial.Number),
            .. EpochColumn.From(metrics).Select(column => (column.Key, column.Type, (Func<Report, object?>)column.Cast)),
        ],
        cancellation);

    private static Task Write<T>(
        Stream stream, IEnumerable<T> rows, (string Key, Type Type, Func<T, object?> Value)[] columns, CancellationToken cancellation)
    {
        // Earlier searches may have metrics with the names of other columns. The first column of a name is kept.
        var distinct = columns.DistinctBy(column => column.Key).ToList();
        return ParquetSerializer.SerializeUntypedAsync(
            [.. rows.Select(row => (IDictionary<string, object?>)distinct.ToDictionary(column => column.Key, column => column.Value(row)))],
            new ParquetSchema(distinct.Select(column => new DataField(
                column.Key, Nullable.GetUnderlyingType(column.Type) ?? column.Type,
                !column.Type.IsValueType || Nullable.GetUnderlyingType(column.Type) is not null))),
            stream, cancellationToken: cancellation);
    }
}
