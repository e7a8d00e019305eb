using Paretune.Client.Tests.Reproduction;

namespace Paretune.Client.Tests.Commands;

public sealed class ReproduceCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-reproduce-");

    private string Out => Path.Combine(_folder.FullName, "report.md");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_table_stands_beside_the_papers_with_an_interval_over_seeds()
    {
        await using var server = await LabServer.Start();

        var run = await server.Run(["reproduce", "table4", "--seeds", "2", "--out", Out]);

        Assert.Equal((0, ""), (run.Code, run.Code == 0 ? "" : run.Error));
        // Accuracy at δ 3 after 12 epochs: 0.4 + 0.3 + 0.12 for seed 1, 0.02 more for seed 2; t(1) = 12.706, s = 0.01414.
        Assert.Contains("| 3 | 1 | 1 | 84.25 % | 83.00 ± 12.71 % |", await File.ReadAllTextAsync(Out));
        Assert.Contains("CPU, 2 threads", await File.ReadAllTextAsync(Out));
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.ChangeExtension(Out, ".html")));
    }

    [Fact]
    public async Task Every_figure_of_a_smaller_search_is_marked_and_says_what_was_asked_for()
    {
        await using var server = await LabServer.Start();

        await server.Run(["reproduce", "table6", "--scale", "--epochs", "2", "--seeds", "1", "--out", Out]);

        var report = await File.ReadAllTextAsync(Out);
        var spec = Assert.Single(server.Submitted);
        // Tiny ImageNet's sample has fewer images than a small search would take.
        Assert.Equal((1000, 2, 32), (spec.TrainImages, spec.Epochs, spec.BaseResolution));
        Assert.Contains("| 3 | 1 | 1 | 85.01 % | 72.00 % * |", report);
        Assert.Contains("The file asks for all images of tiny-imagenet, 15 epochs, 224 pixels and batch 128.", report);
        Assert.Contains("10 of its 200 classes", report);
    }

    [Fact]
    public async Task All_measures_every_table_and_figure_and_what_two_share_once()
    {
        await using var server = await LabServer.Start();

        await server.Run(["reproduce", "all", "--scale", "--seeds", "1", "--out", Out]);

        Assert.Equal(
            ["table3", "table4", "fig6", "fig7-coarse", "fig7-narrow", "table5", "table6"],
            server.Submitted.Select(spec => spec.Name["reproduce-".Length..spec.Name.IndexOf("-seed", StringComparison.Ordinal)]));
        var report = await File.ReadAllTextAsync(Out);
        foreach (var title in new[] { "## Table 1", "## Table 3", "## Table 4", "## Fig. 6", "## Fig. 7", "## Table 5", "## Table 6" })
            Assert.Contains(title, report);
    }

    [Fact]
    public async Task A_run_that_was_stopped_goes_on_with_the_searches_it_had_started()
    {
        await using var server = await LabServer.Start();
        server.Epochs = 5;
        using var interrupt = new CancellationTokenSource();

        var first = server.Run(["reproduce", "table4", "--seeds", "1", "--out", Out], interrupt.Token);
        await server.Asked.Task;
        await interrupt.CancelAsync();
        var stopped = await first;
        server.Resume();
        server.Epochs = int.MaxValue;
        var second = await server.Run(["reproduce", "table4", "--seeds", "1", "--out", Out]);

        Assert.Equal((130, 0), (stopped.Code, second.Code));
        Assert.Contains("run the same command again to resume", stopped.Error);
        Assert.Single(server.Submitted);
        Assert.True(File.Exists(Out));
    }

    [Fact]
    public async Task An_archived_search_is_not_trained_again()
    {
        await using var server = await LabServer.Start();
        await server.Run(["reproduce", "table4", "--seeds", "1", "--out", Out]);
        server.Archives = true;

        var run = await server.Run(["reproduce", "table4", "--seeds", "1", "--out", Out]);

        Assert.Equal(0, run.Code);
        Assert.Single(server.Submitted);
    }

    [Fact]
    public async Task A_server_that_is_restarted_is_waited_for()
    {
        await using var server = await LabServer.Start();
        server.Refuse(questions: 2);

        var run = await server.Run(["reproduce", "table4", "--seeds", "1", "--out", Out]);

        Assert.Equal(0, run.Code);
        Assert.Contains("waiting for the server", run.Error, StringComparison.Ordinal);
        Assert.Contains("the server answers again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_scale_and_another_seed_are_other_searches()
    {
        await using var server = await LabServer.Start();

        await server.Run(["reproduce", "table4", "--seeds", "1", "--out", Out]);
        await server.Run(["reproduce", "table4", "--seeds", "2", "--out", Out]);
        await server.Run(["reproduce", "table4", "--seeds", "1", "--epochs", "3", "--out", Out]);

        Assert.Equal([1, 2, 1], server.Submitted.Select(spec => spec.Seed));
        Assert.Equal(3, server.Submitted.Select(spec => spec.Name).Distinct().Count());
    }

    [Fact]
    public async Task Nothing_is_started_where_a_data_set_is_not_there()
    {
        await using var server = await LabServer.Start();

        var run = await server.Run(["reproduce", "all", "--dataset", "cifar", "--out", Out]);

        Assert.Equal(2, run.Code);
        Assert.Contains("--dataset: unknown dataset \"cifar\"; did you mean \"cifar10\"?", run.Error);
        Assert.Empty(server.Submitted);
    }

    [Fact]
    public async Task Table_1_needs_no_server_and_says_what_cannot_be_matched()
    {
        var run = await ConsoleRun.Run(["reproduce", "table1", "--out", Out]);

        var report = await File.ReadAllTextAsync(Out);
        Assert.Equal(0, run.Code);
        Assert.Contains("has 3,176,808 parameters", report);
        Assert.Contains("No way of counting that the paper's text supports gives 4.10 M.", report);
        Assert.Contains("| vgg16 | 138.00 M | 138,357,544 |", report);
    }

    [Theory]
    [InlineData("--seeds", "0", "--seeds: must be from 1 to 30, but is 0")]
    [InlineData("--out", "report.pdf", "--out: must end in .html or .md, but is \"report.pdf\"")]
    [InlineData("--out", "no-such-folder/report.md", "--out: must be in an existing folder")]
    public async Task What_cannot_be_done_is_told_first(string option, string value, string message)
    {
        var run = await ConsoleRun.Run(["reproduce", "table1", option, value]);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error);
    }
}
