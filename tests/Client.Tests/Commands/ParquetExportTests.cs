using Paretune.Client.Output;
using Paretune.Tuning.Metrics;
using Parquet;
using Parquet.Serialization;

namespace Paretune.Client.Tests.Commands;

public sealed class ParquetExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-parquet-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Trials_and_their_epochs_become_two_tables()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "parquet", "--folder", _folder);

        Assert.Equal((0, ""), (run.Code, run.Out));
        var trials = (await Read<ParquetTrial>(ParquetTables.Trials)).ToArray();
        Assert.Equal(
            server.Search.Trials.Select(trial => (trial.Number, trial.Accuracy, trial.Macs, trial.OnFront)),
            trials.Select(row => (row.number, row.accuracy, row.macs, row.onFront)));
        Assert.Equal(["completed"], trials.Select(row => row.state).Distinct());
        Assert.All(trials, row => Assert.Null(row.latency));
        var epochs = (await Read<ParquetEpoch>(ParquetTables.Epochs)).ToArray();
        Assert.Equal(
            server.Search.Trials.SelectMany(trial => server.Search.Detail(trial.Number)!.Curve).Select(
                report => (report.Trial.Number, report.Epoch, (double?)report.ValidationLoss)),
            epochs.Select(row => (row.trial, row.epoch, row.validationLoss)));
    }

    [Fact]
    public async Task The_columns_are_named_and_typed_for_other_programs()
    {
        await using var server = await RecordedServer.Start();
        await server.Run("search", "export", "abcd2345", "--format", "parquet", "--folder", _folder);

        await using var reader = await ParquetReader.CreateAsync(Path.Combine(_folder, ParquetTables.Trials));

        var fields = reader.Schema.DataFields.ToDictionary(field => field.Name);
        Assert.Equal(
            (typeof(int), typeof(double), typeof(long), typeof(bool)),
            (fields["number"].ClrType, fields["accuracy"].ClrType, fields["macs"].ClrType, fields["onFront"].ClrType));
        Assert.Equal((true, false), (fields["accuracy"].IsNullable, fields["number"].IsNullable));
    }

    [Fact]
    public async Task A_metric_that_is_a_row_of_the_table_is_a_column()
    {
        var stream = new MemoryStream();
        var memory = Metric.OfCost("workingSet", "working set", cost => 2 * cost.Bytes);

        await ParquetTables.Write(
            stream, new PlayedSearch().Trials, new([.. MetricTable.Default.Rows, memory]), _ => 0, CancellationToken.None);

        stream.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(stream);
        Assert.Equal(typeof(long), reader.Schema.DataFields.Single(field => field.Name == "workingSet").ClrType);
    }

    [Fact]
    public async Task What_was_extended_is_said_of_each_trial()
    {
        var stream = new MemoryStream();
        TrialView[] trials = [.. new PlayedSearch().Trials.Take(2)];
        trials[0] = trials[0] with { Extensions = [12, 22] };

        await ParquetTables.Write(stream, trials, MetricTable.Default, trial => trial - 1, CancellationToken.None);

        stream.Position = 0;
        var rows = (await ParquetSerializer.DeserializeAsync<ParquetTrial>(stream)).Data;
        Assert.Equal([("12 22", 0), (null, 1)], rows.Select(row => (row.extensions, row.spaceExtension)));
    }

    private async Task<IEnumerable<T>> Read<T>(string file) where T : class, new()
    {
        await using var stream = File.OpenRead(Path.Combine(_folder, file));
        return (await ParquetSerializer.DeserializeAsync<T>(stream)).Data;
    }
}
