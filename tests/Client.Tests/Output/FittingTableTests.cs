using Paretune.Client.Output;

namespace Paretune.Client.Tests.Output;

/// <summary>Tables at terminal widths: ids and numbers are never cut, and the least important columns are dropped with a note.</summary>
public sealed class FittingTableTests
{
    private static readonly SearchView[] Searches =
    [
        Search("abcd2345", "a search with a name of several words that goes on", "cifar10"),
        Search("efgh6789", "second", "a-dataset-of-a-long-name-indeed"),
    ];

    [Theory]
    [InlineData(80)]
    [InlineData(60)]
    [InlineData(120)]
    [InlineData(130)]
    public void Ids_and_figures_never_break(int width)
    {
        var lines = Drawing.Lines(SearchTables.List(Searches, filtered: false), width);

        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        if (lines[1].Contains("dataset", StringComparison.Ordinal))
            Assert.Contains(lines, line => line.Contains("a-dataset-of-a-long-name-indeed", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("abcd2345", StringComparison.Ordinal));
        if (lines[1].Contains("best accuracy", StringComparison.Ordinal))
            Assert.Contains(lines, line => line.Contains("87.65 %", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("hidden columns: ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_least_important_columns_go_first()
    {
        var lines = Drawing.Lines(
            SearchTables.List(Searches, filtered: false, new() { HowToSee = "--wide shows them, --columns chooses" }), 80);

        Assert.Contains("best accuracy", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("submitted", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("submitted; --wide shows them", StringComparison.Ordinal));
    }

    [Fact]
    public void Wide_shows_all_whatever_the_terminal()
    {
        var lines = Drawing.Lines(SearchTables.List(Searches, filtered: false, new(IsWide: true)), 80);

        Assert.Contains("submitted", lines[1], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("a search with a name of several words that goes on", StringComparison.Ordinal));
    }

    [Fact]
    public void Columns_can_be_chosen()
    {
        var lines = Drawing.Lines(SearchTables.List(Searches, filtered: false, new(IsWide: false, "Submitted", "id")), 80);

        Assert.Equal(["submitted", "id"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Columns_with_symbols_have_names_that_can_be_typed()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "show", "abcd2345", "--columns", "accuracy,trial,dilation,learningRate,batch-size");

        Assert.Equal(0, run.Code);
        Assert.Contains(run.Out.Split('\n'), line =>
            line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                is ["accuracy", "#", "δ", "learning rate", "batch"]);
    }

    [Fact]
    public async Task A_column_that_is_not_there_is_named()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "list", "--columns", "id,stat");

        Assert.Equal(2, run.Code);
        Assert.Contains("--columns: unknown column \"stat\"; did you mean \"state\"?", run.Error, StringComparison.Ordinal);
    }

    private static SearchView Search(string id, string name, string dataset)
    {
        var played = new PlayedSearch().View;
        return played with { Id = new(id), Name = name, BestAccuracy = 0.8765, Spec = played.Spec with { Dataset = dataset } };
    }
}
