using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace Paretune.Client.Tests.Commands;

public sealed class DataCommandsTests
{
    [Fact]
    public async Task A_folder_is_packed_as_it_is_sent_and_every_error_comes_back_with_its_place()
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
        // An administrator can read any file, but nobody can read a socket as a file.
        using var unreadable = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        unreadable.Bind(new UnixDomainSocketEndPoint(path));

        var run = await server.Run("data", "import", "mine", folder.FullName);
        folder.Delete(recursive: true);

        Assert.Equal(2, run.Code);
        Assert.Contains($"{folder.FullName}: everything in it must be readable, but: ", run.Error);
        Assert.Contains(path, run.Error);
    }

    [Theory]
    [InlineData("resize", "flowers", "flowers-64", "--size", "64")]
    [InlineData("rename", "flowers", "flowers-2026")]
    public async Task A_change_that_rewrites_a_dataset_may_take_minutes(params string[] args)
    {
        await using var server = await RecordedServer.Start();
        var clock = new FakeTimeProvider();
        server.Changing = () => clock.Advance(TimeSpan.FromSeconds(61));

        var run = await ConsoleRun.Run(["data", .. args], server: server.Address, clock: clock);

        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task What_is_no_archive_is_not_sent()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("data", "import", "cifar10", "no-such.tar.gz");

        Assert.Equal(2, run.Code);
        Assert.Contains("does not exist", run.Error);
        Assert.Empty(server.Uploads);
    }

    [Theory]
    [InlineData(20_000_000, 10)]
    [InlineData(1_000_000, 0)]
    public async Task A_large_upload_tells_its_progress_rate_and_time_left(int bytes, int lines)
    {
        await using var server = await RecordedServer.Start();
        var archive = Path.Combine(Directory.CreateTempSubdirectory("paretune-client-").FullName, "images.tar");
        await File.WriteAllBytesAsync(archive, new byte[bytes]);

        var run = await server.Run("data", "import", "flowers", archive);
        Directory.Delete(Path.GetDirectoryName(archive)!, recursive: true);

        var told = run.Error.Split('\n').Where(line => line.StartsWith("sent", StringComparison.Ordinal)).ToList();
        Assert.Equal(lines, told.Count);
        Assert.All(told.SkipLast(1), line => Assert.Matches(@"^sent \d+\.\d of 20\.0 MB \(\d+ %\), \d+\.\d MB/s, about .* left$", line));
        Assert.All(told.TakeLast(1), line => Assert.Equal("sent; the server is checking it", line));
        Assert.Equal($"application/x-tar {bytes}", Assert.Single(server.Uploads));
    }
}
