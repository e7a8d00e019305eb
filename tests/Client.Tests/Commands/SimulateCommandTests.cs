using System.Text.Json;
using Paretune.Client.Commands;
using Paretune.Tuning.Specs;

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
        Assert.Contains("skipped 1 row, because", run.Error, StringComparison.Ordinal);
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

    [Fact]
    public async Task An_interrupt_ends_it_before_the_next_seed()
    {
        var (file, curves) = await Write(Table, "dataset: cifar10\nepochs: 3\n");

        var run = await ConsoleRun.Run(["simulate", file, "--table", curves], interrupted: new(canceled: true));

        Assert.Equal((130, ""), (run.Code, run.Out));
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
    [InlineData("space: { width: [0.9, 0.5] }\nlimits: { macs: 5000 }", "0.9 (not in the table, perhaps due to limits)")]
    [InlineData("space: { width: [0.3, 0.5] }", "0.3 (only in skipped rows)")]
    public async Task Values_without_a_row_are_told_where_there_is_a_reason(string lines, string told)
    {
        var run = await Simulate($"dataset: cifar10\nepochs: 3\n{lines}\n");

        Assert.Equal(0, run.Code);
        Assert.Contains("1 of 4 rows are in the search's space", run.Error, StringComparison.Ordinal);
        Assert.Contains($"not tried: space.width {told}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_on_accuracy_excludes_nothing_and_is_told()
    {
        var run = await Simulate("dataset: cifar10\nepochs: 3\nlimits: { minAccuracy: 0.99 }\n", "--seeds", "1");

        Assert.Equal(0, run.Code);
        Assert.Contains("4 of 4 rows", run.Error, StringComparison.Ordinal);
        Assert.Contains("not used: dataset, limits.minAccuracy", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--workers", "0"), InlineData("--seeds", "5000"), InlineData("--workers", "x")]
    public async Task Counts_out_of_range_are_refused(string option, string value)
    {
        var run = await Simulate("dataset: cifar10\nepochs: 3\n", option, value);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{option}: must be a whole number from 1 to", run.Error, StringComparison.Ordinal);
        Assert.Contains($"but is \"{value}\"", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.Int32", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "over all size limits on parameters and MACs", "parameters,macs")]
    [InlineData("objectives: [accuracy, parameters]\n", "over all size limits on parameters", "parameters")]
    [InlineData("objectives: [accuracy]\n", "over all size limits on MACs", "macs")]
    public async Task It_says_which_costs_the_limits_are_on(string objectives, string told, string costs)
    {
        var yaml = $"dataset: cifar10\nepochs: 3\noptimum: most-accurate\n{objectives}";

        var (table, json) = (await Simulate(yaml, "--seeds", "1"), await Simulate(yaml, "--seeds", "1", "--output", "json"));

        var words = table.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains($"{told} each value", string.Join(' ', words), StringComparison.Ordinal);
        using var summary = JsonDocument.Parse(json.Out);
        var limited = summary.RootElement.GetProperty("limitedCosts").EnumerateArray().Select(cost => cost.GetString());
        Assert.Equal(costs, string.Join(',', limited));
    }

    [Theory]
    [InlineData("channels: [8]", "2 of 4 rows")]
    [InlineData("channels: [8], pooling: [max]", "1 of 4 rows")]
    [InlineData("channels: { from: 8, to: 20 }", "2 of 4 rows")]
    public async Task The_hyperparameters_of_a_custom_trainer_choose_rows(string hyperparameters, string told)
    {
        var run = await SimulateLines(hyperparameters);

        Assert.Equal(0, run.Code);
        Assert.Contains(told, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("trainer", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_that_only_skipped_rows_have_is_told()
    {
        var run = await SimulateLines("pooling: [max, sum]", "\n420,32,sum,");

        Assert.Equal(0, run.Code);
        Assert.Contains("not tried: space.hyperparameters.pooling sum (only in skipped rows)", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("channels: [999]", "4: space.hyperparameters.channels: must be in the table, but no row has 999; its rows have 8, 32")]
    [InlineData("pooling: [sum]", "search.yaml:4: space.hyperparameters.pooling[0]: unknown pooling \"sum\"; known: max, mean")]
    [InlineData("chanels: [8]", "did you mean \"channels\"?")]
    public async Task Hyperparameters_that_no_row_has_are_refused(string hyperparameters, string message)
    {
        var run = await SimulateLines(hyperparameters);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_limit_that_leaves_no_row_is_named()
    {
        var run = await Simulate("dataset: cifar10\nepochs: 3\nlimits:\n  parameters: 10\n");

        Assert.Equal(2, run.Code);
        Assert.Contains("search.yaml:4: limits.parameters: must allow a row", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_used_is_what_a_search_file_may_say() => Assert.All(
        SimulateCommand.NotUsed,
        key => Assert.DoesNotContain("not known", string.Join("; ", Errors($$"""{ "{{key}}": null }""")), StringComparison.Ordinal));

    private static IEnumerable<string> Errors(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. SearchSpecReader.Read(document.RootElement, datasets: null, trainers: null).Errors.Select(error => error.Message)];
    }

    private Task<ConsoleRun> SimulateLines(string hyperparameters, string moreRows = "") => SimulateOn(
        """
        parameters,channels,pooling,accuracy@1
        100,8,max,0.5
        110,8,mean,0.6
        400,32,max,0.7
        410,32,mean,0.8
        """ + moreRows,
        $"trainer: lines\nepochs: 1\nobjectives: [accuracy, parameters]\nspace: {{ hyperparameters: {{ {hyperparameters} }} }}\nstrategy: "
        + $"{{ kind: random, samples: 4 }}\n",
        "--seeds", "1");

    private Task<ConsoleRun> Simulate(string yaml, params string[] options) => SimulateOn(Table, yaml, options);

    private async Task<ConsoleRun> SimulateOn(string table, string yaml, params string[] options)
    {
        var (file, curves) = await Write(table, yaml);
        return await ConsoleRun.Run(["simulate", file, "--table", curves, .. options]);
    }

    private async Task<(string File, string Curves)> Write(string table, string yaml)
    {
        var (file, curves) = (Path.Combine(_folder, "search.yaml"), Path.Combine(_folder, "curves.csv"));
        await File.WriteAllTextAsync(file, yaml);
        await File.WriteAllTextAsync(curves, table);
        return (file, curves);
    }
}
