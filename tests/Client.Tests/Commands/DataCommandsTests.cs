using System.Net.Sockets;

namespace Paretune.Client.Tests.Commands;

public sealed class DataCommandsTests
{
    [Fact]
    public async Task A_folder_is_packed_as_it_is_sent_and_every_fault_comes_back_with_its_place()
    {
        await using var server = await RecordedServer.Start();
        var folder = Directory.CreateTempSubdirectory("paretune-client-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "data_batch_1.bin"), "not a batch");

        var run = await server.Run("data", "import", "cifar10", folder.FullName);
        folder.Delete(recursive: true);

        Assert.Equal(2, run.Code);
        Assert.EndsWith("data_batch_1.bin@61460: label must be 0 to 9, but is 11", run.Error.Trim());
        Assert.StartsWith("application/x-tar ", Assert.Single(server.Uploads));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_read_is_told_as_such_and_not_as_a_lost_connection()
    {
        await using var server = await RecordedServer.Start();
        var folder = Directory.CreateTempSubdirectory("paretune-client-");
        var path = Path.Combine(folder.FullName, "socket");
        // No rights keep an administrator from a file, but nobody reads a socket as one.
        using var unreadable = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        unreadable.Bind(new UnixDomainSocketEndPoint(path));

        var run = await server.Run("data", "import", "mine", folder.FullName);
        folder.Delete(recursive: true);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{folder.FullName}: all that is in it must be readable, but: ", run.Error);
        Assert.Contains(path, run.Error);
    }

    [Fact]
    public async Task What_is_no_archive_is_not_sent()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("data", "import", "cifar10", "no-such.tar.gz");

        Assert.Equal(2, run.Code);
        Assert.Contains("is not there", run.Error);
        Assert.Empty(server.Uploads);
    }
}
