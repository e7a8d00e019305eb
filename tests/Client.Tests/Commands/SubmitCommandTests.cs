namespace Paretune.Client.Tests.Commands;

public sealed class SubmitCommandTests
{
    [Fact]
    public async Task Every_error_of_file_and_flags_is_told_at_once_with_its_place_and_nothing_is_submitted()
    {
        await using var server = await RecordedServer.Start();
        const string Yaml = """
            dataset: shapes
            epoch: 3
            space:
              dilation: [0, 1]
              resolution:
                - 1
                - 1.5
            """;

        var run = await ConsoleRun.Run(["search", "submit", "-", "--width", "2"], Yaml, server.Address);

        Assert.Equal(2, run.Code);
        Assert.Contains("stdin:2: epoch: unknown key \"epoch\"; did you mean \"epochs\"?", run.Error);
        Assert.Contains("stdin:4: space.dilation[0]: ", run.Error);
        Assert.Contains("stdin:7: space.resolution[1]: ", run.Error);
        Assert.Contains("--width: must be a number above 0", run.Error);
        Assert.Null(server.Submitted);
    }

    [Fact]
    public async Task What_only_the_server_finds_wrong_is_told_with_its_place_too()
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.Run(["search", "submit", "-", "--width", "1,0.5"], "\ndataset: other\n", server.Address);

        Assert.Equal(2, run.Code);
        Assert.Contains("stdin:2: dataset: dataset is not known", run.Error);
        Assert.Contains("--width: is refused", run.Error);
    }

    [Fact]
    public async Task Flags_override_the_file()
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.Run(
            ["search", "submit", "-", "--epochs", "7", "--batch-size", "32", "--strategy", "random", "--samples", "2"],
            "dataset: shapes\nepochs: 3\nbatchSize: 64\nstrategy: grid\n", server.Address);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            """{"dataset":"shapes","epochs":7,"strategy":{"kind":"random","samples":2},"space":{"batchSize":[32]}}""",
            server.Submitted?.GetRawText());
    }

    [Fact]
    public async Task A_flag_is_laid_over_every_part_of_a_space_that_is_a_list()
    {
        await using var server = await RecordedServer.Start();
        const string Yaml = """
            dataset: shapes
            batchSize: 16
            space:
              - { network: mobilenet, width: [1, 0.5] }
              - { network: resnet18, batchSize: [0] }
            """;

        var run = await ConsoleRun.Run(["search", "submit", "-", "--batch-size", "64"], Yaml, server.Address);

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(
            """{"dataset":"shapes","space":[{"network":"mobilenet","width":[1,0.5],"batchSize":[64]},"""
            + """{"network":"resnet18","batchSize":[64]}]}""",
            server.Submitted?.GetRawText());
    }

    [Fact]
    public async Task An_error_in_one_part_of_the_space_names_the_flag_or_the_line_it_comes_from()
    {
        await using var server = await RecordedServer.Start();
        const string Yaml = """
            dataset: shapes
            space:
              - { network: mobilenet, width: [7] }
              - { network: resnet18, batchSize: [32] }
            """;

        var run = await ConsoleRun.Run(["search", "submit", "-", "--batch-size", "0"], Yaml, server.Address);

        Assert.Equal((2, (object?)null), (run.Code, server.Submitted));
        Assert.Contains("stdin:3: space[0].width[0]: must be", run.Error, StringComparison.Ordinal);
        Assert.Contains("--batch-size: must be", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("batchSize", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_networks_are_a_list_of_a_flag_or_of_a_file()
    {
        await using var server = await RecordedServer.Start();

        await ConsoleRun.Run(
            ["search", "submit", "-", "--network", "mobilenet,resnet18"], "dataset: shapes\nnetwork: vgg16\n", server.Address);
        var byFlag = server.Submitted?.GetRawText();
        await ConsoleRun.Run(["search", "submit", "-"], "dataset: shapes\nnetwork: [mobilenet, resnet18]\n", server.Address);

        Assert.Equal("""{"dataset":"shapes","network":["mobilenet","resnet18"]}""", byFlag);
        Assert.Equal(byFlag, server.Submitted?.GetRawText());
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told()
    {
        var run = await ConsoleRun.Run(["search", "submit", "no-such-file.yaml"]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith("no-such-file.yaml: ", run.Error);
    }

    [Fact]
    public async Task Submitting_with_watch_ends_with_the_front()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "submit", "--dataset", "shapes", "--watch");

        Assert.Equal(0, run.Code);
        Assert.Contains("optimum (knee)", run.Out);
    }
}
