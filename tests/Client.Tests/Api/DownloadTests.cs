using Paretune.Client.Api;

namespace Paretune.Client.Tests.Api;

public sealed class DownloadTests
{
    [Fact]
    public async Task A_file_that_cannot_be_written_is_not_a_broken_connection()
    {
        await using var server = await RecordedServer.Start();
        using var api = new ParetuneApi(server.Address, null, TimeProvider.System, _ => { });

        var error = await Assert.ThrowsAsync<CommandException>(() => api.Download(
            "api/searches/abcd2345/trials/3/model", new FullDisk(), refused => CommandException.BadInput($"--file: {refused.Message}"),
            TestContext.Current.CancellationToken));

        Assert.Equal((ExitCode.BadInput, "--file: No space left on device"), (error.Code, error.Message));
    }

    private sealed class FullDisk : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("No space left on device");
    }
}
