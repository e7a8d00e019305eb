using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Client.Output;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;
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

    [Fact]
    public async Task The_means_of_trials_that_ran_again_are_columns()
    {
        var (once, again) = (new MemoryStream(), new MemoryStream());
        TrialView[] trials = [.. new PlayedSearch().Trials.Take(2)];

        await ParquetTables.Write(once, trials, MetricTable.Default, _ => 0, CancellationToken.None);
        trials[1] = trials[1] with { Estimate = new(0.88, 0.87, 0.89, 0.97, [0.9, 0.86]) { Decides = true } };
        await ParquetTables.Write(again, trials, MetricTable.Default, _ => 0, CancellationToken.None);

        (once.Position, again.Position) = (0, 0);
        Assert.Equal(
            [(null, null), (null, null)],
            (await ParquetSerializer.DeserializeAsync<ParquetTrial>(once)).Data.Select(row => (row.mean, row.runs)));
        Assert.Equal(
            (0.88, 2),
            (await ParquetSerializer.DeserializeAsync<ParquetTrial>(again)).Data.Select(row => (row.mean, row.runs)).Last());
    }

    [Fact]
    public async Task A_metric_of_an_older_search_with_the_name_of_another_column_is_written_instead_of_it()
    {
        var (ofTrials, ofEpochs, played) = (new MemoryStream(), new MemoryStream(), new PlayedSearch());
        var metrics = MetricTable.From(new[] { "seconds", "tags" }.ToImmutableSortedDictionary(
            name => name, _ => new CustomMetric(MetricGoal.Minimize, null, null, null)));

        await ParquetTables.Write(ofTrials, played.Trials, metrics, _ => 0, CancellationToken.None);
        await ParquetTables.Write(ofEpochs, [played.Detail(1)!], metrics, CancellationToken.None);

        Assert.Equal(typeof(double), (await Fields(ofTrials)).Single(field => field.Name == "tags").ClrType);
        Assert.Single(await Fields(ofEpochs), field => field.Name == "seconds");
    }

    [Fact]
    public async Task No_metric_of_a_new_search_can_have_the_name_of_a_column()
    {
        var (ofTrials, ofEpochs, played) = (new MemoryStream(), new MemoryStream(), new PlayedSearch());
        await ParquetTables.Write(ofTrials, played.Trials, MetricTable.Default, _ => 0, CancellationToken.None);
        await ParquetTables.Write(ofEpochs, [played.Detail(1)!], MetricTable.Default, CancellationToken.None);
        string[] names = [.. (await Fields(ofTrials)).Concat(await Fields(ofEpochs)).Select(field => field.Name).Distinct()];

        var search = new { Trainer = "external", Metrics = names.ToDictionary(name => name, _ => new { Goal = "minimize" }) };
        var read = SearchSpecReader.Read(JsonSerializer.SerializeToElement(search, ParetuneJson.Options), [], []);

        Assert.Equal(names.Select(name => $"metrics.{name}").Order(), read.Errors.Select(error => error.Field).Order());
    }

    private static async Task<Parquet.Schema.DataField[]> Fields(Stream table)
    {
        table.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(table);
        return reader.Schema.DataFields;
    }

    private async Task<IEnumerable<T>> Read<T>(string file) where T : class, new()
    {
        await using var stream = File.OpenRead(Path.Combine(_folder, file));
        return (await ParquetSerializer.DeserializeAsync<T>(stream)).Data;
    }
}
