using System.Text.Json;

namespace Paretune.Client.Tests.Commands;

/// <summary>Sorted and limited rows, in every format.</summary>
public sealed class TableOptionsTests
{
    [Theory]
    [InlineData("accuracy", new[] { 3, 1 })]
    [InlineData("accuracy:asc", new[] { 2, 4 })]
    [InlineData("macs", new[] { 2, 4 })]
    [InlineData("trial:desc", new[] { 4, 3 })]
    public async Task The_best_rows_come_first(string sort, int[] numbers)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "show", "abcd2345", "--sort", sort, "--top", "2", "--output", "json");

        Assert.Equal(
            numbers,
            JsonDocument.Parse(run.Out).RootElement.GetProperty("trials").EnumerateArray()
                .Select(trial => trial.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task A_table_shows_the_rows_that_were_asked_for()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "show", "abcd2345", "--sort", "accuracy", "--top", "1", "--columns", "trial,accuracy");

        var rows = run.Out.Split('\n').SkipWhile(line => !line.Contains("accuracy  ")).Skip(2).TakeWhile(line => line.Trim().Length > 0);
        Assert.Equal("3 62.00 %", string.Join(' ', Assert.Single(rows).Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("--sort: unknown column \"acuracy\"; did you mean \"accuracy\"?", "--sort", "acuracy")]
    [InlineData("--sort: must end in :asc or :desc, or have no direction, but is \"accuracy:up\"", "--sort", "accuracy:up")]
    [InlineData("--top: must be a whole number from 1 to 2147483647, but is \"0\"", "--top", "0")]
    public async Task What_cannot_be_sorted_by_is_refused(string message, params string[] options)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run(["search", "show", "abcd2345", .. options]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,name,state", 2, "search", "list")]
    [InlineData("number,dilation,width", 5, "search", "show", "abcd2345")]
    [InlineData("epoch,attempt,trainLoss", 3, "trial", "log", "abcd2345", "1")]
    public async Task Rows_are_written_as_csv(string header, int lines, params string[] args)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run([.. args, "-o", "csv"]);

        Assert.Equal(0, run.Code);
        Assert.StartsWith(header, run.Out, StringComparison.Ordinal);
        Assert.Equal(lines, run.Out.TrimEnd().Split('\n').Length);
    }
}
