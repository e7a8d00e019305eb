using Paretune.Client.Output;
using Paretune.Client.Tests.Output;
using Paretune.Client.Watching;
using Parquet.Serialization;

namespace Paretune.Client.Tests.Commands;

/// <summary>The console's output and exports of a search of a custom trainer.</summary>
public sealed class ShowTrainerTests
{
    private readonly PlayedSearch _played = PlayedTrainer.Search();

    [Fact]
    public async Task A_search_and_its_trials_are_told_by_the_trainer_and_its_hyperparameters()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "show", "line2345");

        Assert.Equal(0, run.Code);
        Assert.Contains("search line2345: played, trainer lines, 2 epochs, seed 1", run.Out, StringComparison.Ordinal);
        var rows = run.Out.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Contains(rows, row => row is ["#", "channels", "pooling", "state", ..]);
        Assert.Contains(
            rows, row => row is ["2", "8", "mean", "completed", "2", "8.00", "%", "0.500", "-", "8.0", "k", "-", "2.0", ..]);
    }

    [Fact]
    public void A_trial_that_was_not_counted_has_no_cost_to_show()
    {
        var trial = _played.Trials[0] with { Parameters = 0, Bytes = 0, State = TrialState.Waiting, Accuracy = null };

        var lines = Drawing.Lines(TrialTable.Create([trial], [], optimum: null));

        Assert.Contains(
            lines, line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., "-", "0.500", _, "%", "-", "-", "2.0"]);
    }

    [Fact]
    public void The_plot_s_axis_is_parameters_where_nobody_counts_MACs()
    {
        var lines = FrontPlot.Lines(_played.Trials, optimum: 1, width: 60, height: 5);

        Assert.Contains(lines, line => line.EndsWith("32.0 k parameters", StringComparison.Ordinal));
        Assert.Equal(6, lines.Take(5).Sum(line => line.Count(sign => sign is '●' or '·' or '★')));
    }

    [Fact]
    public void A_trial_that_nobody_has_counted_yet_is_no_point()
    {
        TrialView[] trials = [_played.Trials[0] with { Parameters = 0 }];

        Assert.Equal(["no trial has an accuracy yet"], FrontPlot.Lines(trials, optimum: null, width: 60, height: 5));
    }

    [Fact]
    public void The_picture_s_axis_and_tooltips_say_parameters_and_nothing_of_MACs()
    {
        var picture = FrontPicture.Create(_played.View, _played.Trials).ToString();

        Assert.Contains("32.0 k parameters", picture, StringComparison.Ordinal);
        Assert.Contains("trial 2, channels 8, dropout 0.1, pooling mean: 8.00 %, 8.0 k parameters<", picture, StringComparison.Ordinal);
        Assert.DoesNotContain("MACs", picture, StringComparison.Ordinal);
    }

    [Fact]
    public void The_picture_marks_and_names_an_optimum_that_is_not_on_the_front()
    {
        var beside = _played.Trials.First(trial => trial is { OnFront: false, Accuracy: not null });
        var view = _played.View with { Optimum = new(beside.Number, "most-accurate", "by hand") };

        var circles = FrontPicture.Create(view, _played.Trials).Descendants().Where(one => one.Name.LocalName == "circle").ToList();

        var marked = Assert.Single(circles, one => (string?)one.Attribute("fill") == "#cf222e");
        Assert.StartsWith($"trial {beside.Number}, ", marked.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Parquet_its_hyperparameters_are_JSON_in_one_column()
    {
        await using var server = await RecordedServer.Start();
        var folder = Directory.CreateTempSubdirectory("paretune-parquet-");

        await server.Run("search", "export", "line2345", "--format", "parquet", "--folder", folder.FullName);
        await server.Run("search", "export", "abcd2345", "--format", "parquet", "--folder", Path.Combine(folder.FullName, "networks"));
        var (own, networks) = (await Trials(folder.FullName), await Trials(Path.Combine(folder.FullName, "networks")));
        folder.Delete(recursive: true);

        Assert.Equal("""{"channels":8,"dropout":0.1,"pooling":"mean"}""", own[1].hyperparameters);
        Assert.All(networks, row => Assert.Null(row.hyperparameters));
    }

    [Fact]
    public async Task In_MLflow_they_are_parameters_of_the_run_and_those_of_networks_are_not()
    {
        await using var server = await RecordedServer.Start();
        await using var mlflow = await MlflowStub.Start();

        var run = await server.Run("search", "export", "line2345", "--format", "mlflow", "--mlflow", mlflow.Address.ToString());

        Assert.Equal((0, ""), (run.Code, run.Out));
        Assert.Empty(mlflow.Refused);
        var sent = mlflow.Runs.Values.Single(one => one.Tags["paretune.trial"] == "line2345/2").Parameters;
        Assert.Equal(
            ["baseResolution", "batchSize", "channels", "dataset", "dropout", "epochs", "learningRate", "pooling", "schedule", "seed",
                "trainer", "warmup", "weightDecay"], sent.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("lines", "8", "0.1", "mean"), (sent["trainer"], sent["channels"], sent["dropout"], sent["pooling"]));
    }

    [Fact]
    public async Task As_CSV_they_are_the_last_columns()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "line2345", "--format", "csv");

        var lines = run.Out.Trim().Split('\n');
        Assert.EndsWith(",channels,dropout,pooling", lines[0].TrimEnd('\r'), StringComparison.Ordinal);
        Assert.EndsWith(",8,0.1,mean", lines[2].TrimEnd('\r'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_output_of_a_search_without_programs_is_not_waited_for()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trial", "log", "abcd2345", "2", "--follow");

        Assert.Equal((4, ""), (run.Code, run.Out));
        Assert.StartsWith("search abcd2345 has no output of programs", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_s_pace_is_in_examples()
    {
        await using var server = await RecordedServer.Start();

        var own = await server.Run("trial", "log", "line2345", "2");
        var networks = await server.Run("trial", "log", "abcd2345", "2");

        Assert.Contains("examples/s", own.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("images", own.Out, StringComparison.Ordinal);
        Assert.Contains("images/s", networks.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_are_told_in_its_words_and_say_nothing_of_costs_that_nobody_knows()
    {
        var lines = _played.Entries.Select(entry => EventLine.Format(entry, _played.View.Spec)).ToArray();

        Assert.Contains("search started: played, trainer lines", lines);
        Assert.Contains("trial 2 added: channels 8, dropout 0.1, pooling mean", lines);
        Assert.Contains("trial 2 epoch 1/2: accuracy 8.00 %, validation loss 1.000, 900 examples/s", lines);
        Assert.DoesNotContain(lines, line => line.Contains("MACs") || line.Contains("images"));
    }

    [Fact]
    public void The_screen_shows_its_hyperparameters_its_parameters_and_examples_a_second()
    {
        var search = new WatchedSearch(new("line2345"), TimeProvider.System);
        foreach (var entry in _played.Entries.TakeWhile(entry => entry is not EpochReported { Report.Epoch: 2 }))
            search.Apply(entry);
        search.Apply(
            new StepProgress { Trial = new(new("line2345"), 1), Attempt = 1, Epoch = 2, Step = 3, Steps = 4, ImagesPerSecond = 812 });
        search.Refresh();

        var lines = Drawing.Lines(WatchScreen.Create(search, 160, 50));

        var rows = lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Contains(
            rows, row => row is ["#", "channels", "dropout", "pooling", "state", "epochs", "accuracy", "loss", "parameters", "step"]);
        Assert.Contains(
            rows,
            row => row is [
                .., "1", "8", "0.1", "max", "running", "1/2", "18.00", "%", "1.000", "8.0", "k", _, "3/4,", "812", "examples/s"]);
        Assert.Contains(rows, row => row is [_, "not", "started", "yet"]);
        Assert.DoesNotContain(lines, line => line.Contains("images") || line.Contains("MACs"));
    }

    private static async Task<ParquetTrial[]> Trials(string folder)
    {
        await using var stream = File.OpenRead(Path.Combine(folder, ParquetTables.Trials));
        return [.. (await ParquetSerializer.DeserializeAsync<ParquetTrial>(stream)).Data];
    }
}
