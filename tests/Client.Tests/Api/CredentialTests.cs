namespace Paretune.Client.Tests.Api;

public sealed class CredentialTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task The_key_of_the_environment_is_sent_and_never_printed()
    {
        await using var server = await RecordedServer.Start();

        var runs = new[]
        {
            await ConsoleRun.Run(["search", "list"], server: server.Address, key: "ptk_of_the_environment\n"),
            await ConsoleRun.Run(["search", "show", "zzzz9999"], server: server.Address, key: "ptk_of_the_environment"),
            await ConsoleRun.Run(["search", "list"], server: new("http://127.0.0.1:1"), key: "ptk_of_the_environment"),
        };

        Assert.Equal(["Bearer ptk_of_the_environment", "Bearer ptk_of_the_environment"], server.Keys);
        Assert.All(runs, run => Assert.DoesNotContain("ptk_", run.Out + run.Error));
    }

    [Fact]
    public async Task A_key_file_goes_before_the_environment()
    {
        await using var server = await RecordedServer.Start();
        await File.WriteAllTextAsync(_file, "ptk_of_the_file\n");

        await ConsoleRun.Run(["search", "list", "--key-file", _file], server: server.Address, key: "ptk_of_the_environment");

        Assert.Equal(["Bearer ptk_of_the_file"], server.Keys);
    }

    [Fact]
    public async Task Without_a_key_none_is_sent()
    {
        await using var server = await RecordedServer.Start();

        await server.Run("search", "list");

        Assert.Equal([""], server.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("key\nParetune__AdminKeyHash=00")]
    [InlineData("schlüssel")]
    public async Task A_file_without_one_key_in_it_is_named_and_not_repeated(string content)
    {
        await File.WriteAllTextAsync(_file, content);

        var run = await ConsoleRun.Run(["search", "list", "--key-file", _file]);

        Assert.Equal(2, run.Code);
        Assert.Equal($"{_file}: must contain only a key, as printed by paretune key create", run.Error.Trim());
    }

    [Theory]
    [InlineData("no-such-file")]
    [InlineData("/")]
    public async Task A_file_that_cannot_be_read_is_told(string file)
    {
        var run = await ConsoleRun.Run(["search", "list", "--key-file", file]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"--key-file: must be a readable file, but {file} is not", run.Error);
    }
}
