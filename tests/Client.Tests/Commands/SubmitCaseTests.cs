namespace Paretune.Client.Tests.Commands;

/// <summary>Search files that users wrote and got a wrong error message for.</summary>
public sealed class SubmitCaseTests
{
    [Theory]
    [InlineData("name: 2026", "stdin:1: name: must be text, but is 2026, a number; write it in quotes: \"2026\"")]
    [InlineData("name: 1.10", "but is 1.10, a number; write it in quotes: \"1.10\"")]
    [InlineData("name: 007", "but is 007, a number; write it in quotes: \"007\"")]
    [InlineData("name: 0x1F", null)]
    [InlineData("name: true", "but is true, a boolean; write it in quotes: \"true\"")]
    [InlineData("name: >", "stdin:1: name: > or | must be followed by an indented text, but none follows")]
    [InlineData("name:", "stdin:1: name: is empty; give a value or remove the line")]
    [InlineData("limits: { macs: }", "stdin:1: limits.macs: is empty; give a value or remove the line")]
    public async Task A_value_is_shown_as_it_is_written(string line, string? told)
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.Run(["search", "submit", "-"], $"{line}\ndataset: shapes\n", server.Address);

        Assert.Equal(told is null ? 0 : 2, run.Code);
        if (told is not null)
            Assert.Contains(told, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_of_digits_is_shown_as_it_is_written()
    {
        await using var server = await RecordedServer.Start();

        var run = await ConsoleRun.Run(["search", "submit", "-"], "dataset: 001\n", server.Address);

        Assert.Contains("stdin:1: dataset: must be text, but is 001, a number; write it in quotes: \"001\"", run.Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("search-utf8-bom.yaml", 0, "")]
    [InlineData("search-latin1.yaml", 2, ":1: must be UTF-8, but byte")]
    [InlineData("search-name-2026.yaml", 2, "write it in quotes: \"2026\"")]
    [InlineData("search-dataset-001.yaml", 2, "write it in quotes: \"001\"")]
    public async Task A_file_is_read_as_standard_input_is(string file, int code, string told)
    {
        await using var server = await RecordedServer.Start();
        var bytes = await File.ReadAllBytesAsync(Cases.PathOf(file));

        var (fromFile, fromInput) = (
            await ConsoleRun.Run(["search", "submit", Cases.PathOf(file)], "", server.Address),
            await ConsoleRun.Run(["search", "submit", "-"], "", server.Address, bytes: bytes));

        Assert.Equal((code, code), (fromFile.Code, fromInput.Code));
        Assert.Contains(told, fromFile.Error, StringComparison.Ordinal);
        Assert.Contains(told, fromInput.Error, StringComparison.Ordinal);
    }
}
