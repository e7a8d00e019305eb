using System.Collections.Immutable;

namespace Paretune.Client.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-client-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TensorBoard_gets_a_run_for_each_trial()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "tensorboard", "--folder", _folder);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["trial-1", "trial-2", "trial-3", "trial-4"],
            Directory.GetFiles(_folder, "events.out.tfevents.*", SearchOption.AllDirectories).Select(
                file => Path.GetFileName(Path.GetDirectoryName(file))).Order());
    }

    [Fact]
    public async Task TensorBoard_runs_of_two_searches_stay_apart_in_one_folder()
    {
        await using var server = await RecordedServer.Start();

        foreach (var search in new[] { server.Search, server.OfTrainer })
            await server.Run("search", "export", $"{search.View.Id}", "--format", "tensorboard", "--folder", _folder);

        var runs = Directory.GetFiles(_folder, "events.out.tfevents.*", SearchOption.AllDirectories).Select(Path.GetDirectoryName);
        Assert.Equal(
            server.Search.Trials.Select(trial => Path.Combine(_folder, "abcd2345", $"trial-{trial.Number}"))
                .Concat(server.OfTrainer.Trials.Select(trial => Path.Combine(_folder, "line2345", $"trial-{trial.Number}"))),
            runs.Order());
    }

    [Fact]
    public async Task Curves_are_a_row_for_each_trial_with_three_columns_for_each_epoch()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "curves");

        var lines = run.Out.Trim().Split('\n');
        Assert.Equal(0, run.Code);
        Assert.StartsWith("number,dilation,width", lines[0], StringComparison.Ordinal);
        Assert.Contains(",accuracy@1,loss@1,trainLoss@1,accuracy@2,loss@2,trainLoss@2", lines[0], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task Output_says_the_format_as_well(string format)
    {
        await using var server = await RecordedServer.Start();

        var (output, usual) = (
            await server.Run("search", "export", "abcd2345", "--output", format),
            await server.Run("search", "export", "abcd2345", "--format", format));

        Assert.Equal((0, usual.Out), (output.Code, output.Out));
    }

    [Theory]
    [InlineData("--output: search export writes what --format says, csv, curves, json,", "--output", "jsonl")]
    [InlineData("--output: search export writes what --format says, csv, curves, json,", "--output", "json", "--format", "svg")]
    public async Task Formats_that_contradict_each_other_are_refused(string message, params string[] options)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(["search", "export", "abcd2345", .. options]);

        Assert.Equal((2, ""), (run.Code, run.Out));
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_search_as_a_file_is_yaml_that_can_be_submitted()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "yaml");
        await ConsoleRun.Run(["search", "submit", "-"], input: run.Out, server: server.Address);

        Assert.Contains("\nepochs: 2\n", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain('{', run.Out.Split('\n')[0]);
        Assert.Equal("played", server.Submitted!.Value.GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_file_of_a_search_has_nothing_that_the_trainers_command_added()
    {
        await using var server = await RecordedServer.Start();
        server.SpecOfTrainer = PlayedTrainer.Spec with
        {
            IsCommand = true,
            Metrics = ImmutableSortedDictionary<string, CustomMetric>.Empty.Add("f1", new(MetricGoal.Maximize, null, null, null)),
        };

        var run = await server.Run("search", "export", "line2345", "--format", "yaml");
        var again = await ConsoleRun.Run(["search", "submit", "-"], input: run.Out, server: server.Address);

        Assert.DoesNotContain("isCommand", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("metrics", run.Out, StringComparison.Ordinal);
        Assert.Equal((0, ""), (again.Code, again.Error));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_ends_with_2()
    {
        await using var server = await RecordedServer.Start();
        // An administrator can write to any folder, but nobody can create a folder inside a file.
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        var run = await server.Run("search", "export", "abcd2345", "--format", "tensorboard", "--folder", Path.Combine(file, "runs"));

        Assert.Equal(2, run.Code);
        Assert.StartsWith("--folder: must be a writable folder", Assert.Single(run.Error.Trim().Split('\n')));
    }
}
