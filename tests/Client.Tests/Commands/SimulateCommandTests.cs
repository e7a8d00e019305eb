using System.Text.Json;

namespace Paretune.Client.Tests.Commands;

public sealed class SimulateCommandTests : IDisposable
{
    private const string Table = """
        width,parameters,macs,accuracy@1,accuracy@2,accuracy@3
        1,1000,9000,0.5,0.6,0.7
        0.5,500,4000,0.4,0.5,0.6
        0.25,200,2000,0.3,0.4,0.5
        0.75,700,6000,0.2,0.2,0.2
        0.3,300,3000,0.3,,
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-client-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_grid_loses_nothing_in_the_end()
    {
        var run = await Simulate("dataset: cifar10\nepochs: 3\n", "--seeds", "3", "--workers", "2", "--output", "json");

        using var summary = JsonDocument.Parse(run.Out);
        var end = summary.RootElement.GetProperty("lost").EnumerateArray().Last();
        Assert.Equal(0, run.Code);
        Assert.Equal(JsonValueKind.Null, end.GetProperty("share").ValueKind);
        Assert.Equal(0, end.GetProperty("worst").GetProperty("median").GetDouble());
        Assert.Equal(3, end.GetProperty("runs").GetInt32());
        Assert.Equal(4, summary.RootElement.GetProperty("trials").GetProperty("completed").GetDouble());
    }

    [Fact]
    public async Task It_says_what_of_file_and_table_has_no_part_in_it()
    {
        var run = await Simulate("dataset: cifar10\nepochs: 2\npriority: 3\nspace: { width: [1, 0.5] }\n");

        Assert.Equal(0, run.Code);
        Assert.Contains("2 of 4 rows are in the search's space", run.Error, StringComparison.Ordinal);
        Assert.Contains("rows left out: 1", run.Error, StringComparison.Ordinal);
        Assert.Contains("cut to 2", run.Error, StringComparison.Ordinal);
        Assert.Contains("not used: dataset, priority", run.Error, StringComparison.Ordinal);
        Assert.Contains("points lost, mean", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_faults_all_invariants_hold()
    {
        var run = await Simulate("dataset: cifar10\nepochs: 3\n", "--faults", "--seeds", "5");

        Assert.Equal(0, run.Code);
    }

    [Theory]
    [InlineData("dataset: cifar10\nepochs: 3\nspace:\n  width: [1, 0.9]\n", "search.yaml:4: space.width: must be in the table, but")]
    [InlineData("dataset: cifar10\nepochs: 9\n", "search.yaml:2: epochs: must be at most 3")]
    [InlineData("dataset: cifar10\nepoch: 9\n", "search.yaml:2: epoch")]
    public async Task Errors_name_the_line_of_the_file(string yaml, string message)
    {
        var run = await Simulate(yaml);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_name_the_line_of_the_table()
    {
        var table = Table.Replace("0.2,0.2,0.2", "0.2,20,0.2", StringComparison.Ordinal);

        var run = await SimulateOn(table, "dataset: cifar10\nepochs: 3\n");

        Assert.Equal(2, run.Code);
        Assert.Contains("curves.csv: line 5, accuracy@2: must be a number from 0 to 1", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--workers", "0"), InlineData("--seeds", "5000")]
    public async Task Counts_out_of_range_are_refused(string option, string value)
    {
        var run = await Simulate("dataset: cifar10\nepochs: 3\n", option, value);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{option}: must be a whole number from 1 to", run.Error, StringComparison.Ordinal);
    }

    private Task<ConsoleRun> Simulate(string yaml, params string[] options) => SimulateOn(Table, yaml, options);

    private async Task<ConsoleRun> SimulateOn(string table, string yaml, params string[] options)
    {
        var (file, curves) = (Path.Combine(_folder, "search.yaml"), Path.Combine(_folder, "curves.csv"));
        await File.WriteAllTextAsync(file, yaml);
        await File.WriteAllTextAsync(curves, table);
        return await ConsoleRun.Of(["simulate", file, "--table", curves, .. options]);
    }
}
