using System.Text.Json;

namespace Paretune.Client.Tests.Commands;

public sealed class KeyCommandsTests
{
    [Fact]
    public async Task A_local_key_asks_no_server_and_its_setting_holds_its_hash()
    {
        var run = await ConsoleRun.Run(["key", "create", "first", "--scope", "admin", "--local"], server: new("http://127.0.0.1:1"));

        var lines = run.Out.TrimEnd().Split('\n');
        Assert.Equal(0, run.Code);
        Assert.Equal($"Paretune__AdminKeyHash={ApiKey.Read(lines[0])!.Hash}", lines[1]);
    }

    [Fact]
    public async Task A_local_key_is_an_administrators()
    {
        var run = await ConsoleRun.Run(["key", "create", "first", "--scope", "read", "--local"]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith("--scope: must be admin with --local", run.Error);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task A_new_key_is_the_data_and_what_to_know_of_it_is_not(string format)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("key", "create", "ann", "--scope", "submit", "--output", format);

        var key = format == "table" ? run.Out.Trim() : JsonDocument.Parse(run.Out).RootElement.GetProperty("key").GetString();
        Assert.Equal("ptk_abcdefgh_secret", key);
        Assert.Contains("paretune key revoke ann", run.Error);
    }

    [Fact]
    public async Task A_key_is_revoked_by_its_name()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("key", "revoke", "ann");

        Assert.Equal((0, "the key ann is revoked"), (run.Code, run.Out.Trim()));
    }

    [Fact]
    public async Task A_scope_that_does_not_suffice_ends_with_2_and_the_servers_reason()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("key", "list");

        Assert.Equal((2, "the scope admin is required, but ann has read"), (run.Code, run.Error.Trim()));
    }
}
