using Paretune.Storage.Files;
using Paretune.Testing;

namespace Paretune.Storage.Tests.Files;

/// <summary>The contract of file stores on an S3 server, and what only a bucket can do.</summary>
public sealed class BucketStoreTests : FileStoreContract, IAsyncLifetime
{
    private static readonly byte[] Large = Filled(8_000_000);
    private readonly TempFolder _scratch = new();
    private readonly List<BucketStore> _nodes = [];
    private BucketServer? _server;

    public async ValueTask InitializeAsync()
    {
        Be(BucketServer.Key, BucketServer.Key);
        _server = await BucketServer.Start();
    }

    public async ValueTask DisposeAsync()
    {
        _nodes.ForEach(node => node.Dispose());
        if (_server is not null)
            await _server.DisposeAsync();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_bucket_that_can_be_used_passes_the_check_and_keeps_nothing_of_it()
    {
        await Node(Place()).Check(default);

        Assert.Empty(await Node().List(null, default));
    }

    [Fact]
    public async Task A_bucket_that_is_missing_is_named_with_what_to_do()
    {
        var error = await Assert.ThrowsAsync<FileStoreException>(() => Node(Place(bucket: "nowhere")).Check(default));

        Assert.False(error.MayPass);
        Assert.Contains("create the bucket nowhere", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_refuses_the_credentials_is_named_without_them()
    {
        const string secret = "a-secret-of-nobody";
        Be("NOBODY", secret);

        var error = await Assert.ThrowsAsync<FileStoreException>(() => Node(Place()).Check(default));

        Assert.False(error.MayPass);
        Assert.Contains("s3://checkpoints/some/prefix/", error.Message, StringComparison.Ordinal);
        Assert.Contains("credentials", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_come_back()
    {
        await _server!.Kill();

        var error = await Assert.ThrowsAsync<FileStoreException>(() => Node(Place()).Check(default));

        Assert.True(error.MayPass);
        Assert.Contains($"http://127.0.0.1:{_server.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_write_whose_connection_breaks_is_sent_again_whole()
    {
        await using var wire = new Wire(_server!.Port);
        var cut = wire.CutAfter(Large.Length / 2);

        var writing = Write(Node(Place(wire.Port)), Model, Large);
        await cut;
        await writing;

        Assert.Equal(Large, await Bytes(Node(), Model));
    }

    [Fact]
    public async Task A_read_whose_connection_breaks_is_made_again_whole()
    {
        await Write(Node(), Model, Large);
        await using var wire = new Wire(_server!.Port);
        var cut = wire.CutAfter(Large.Length / 2);

        var read = await Bytes(Node(Place(wire.Port)), Model);

        Assert.True(cut.IsCompletedSuccessfully);
        Assert.Equal(Large, read);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transfer_that_falls_silent_ends_and_may_be_made_again(bool read)
    {
        await Write(Node(), Model, Large);
        await using var wire = new Wire(_server!.Port);
        var store = Node(Place(wire.Port) with { IdleTimeout = TimeSpan.FromSeconds(1) });
        var cut = wire.CutAfter(Large.Length / 2, silently: true);

        Task Transfer() => read ? store.Open(Model, default) : Write(store, Model, Large);
        var error = await Assert.ThrowsAsync<FileStoreException>(Transfer);
        await Transfer();

        Assert.True(cut.IsCompletedSuccessfully);
        Assert.True(error.MayPass);
        Assert.Contains("no data was transferred for 1 s", error.Message, StringComparison.Ordinal);
        Assert.Equal(Large, await Bytes(store, Model));
    }

    [Fact]
    public async Task A_server_that_goes_away_in_the_middle_of_a_write_takes_it_whole_when_it_is_back()
    {
        await using var wire = new Wire(_server!.Port);
        var store = Node(Place(wire.Port));
        var cut = wire.CutAfter(Large.Length / 2);

        var writing = Write(store, Model, Large);
        await cut;
        await _server.Kill();
        var error = await Assert.ThrowsAsync<FileStoreException>(() => writing);
        await _server.Resume();
        await Write(store, Model, Large);

        Assert.True(error.MayPass);
        Assert.Equal(Large, await Bytes(Node(), Model));
    }

    [Fact]
    public async Task A_write_that_is_left_ends_and_leaves_no_scratch_file()
    {
        await using var wire = new Wire(_server!.Port);
        using var left = new CancellationTokenSource();
        var cut = wire.CutAfter(Large.Length / 2);
        var writing = Node(Place(wire.Port)).Write(Model, file => file.Write(Large), left.Token);
        await cut;

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Empty(Directory.GetFiles(_scratch.Path));
    }

    [Fact]
    public async Task More_files_than_a_page_holds_are_all_listed()
    {
        var files = Enumerable.Range(1, 1001).Select(epoch => TrialFile.Checkpoint(Trial, 1, epoch)).ToList();
        var store = Node();
        await Parallel.ForEachAsync(files, async (file, _) => await Write(store, file, [1]));

        Assert.Equal(files.ToHashSet(), (await store.List(Trial, default)).ToHashSet());
    }

    private protected override IFileStore Node() => Node(Place());

    /// <summary>Returns the bucket, reached directly or through a wire.</summary>
    private BucketPlace Place(int? port = null, string bucket = BucketServer.Bucket) =>
        BucketPlace.Parse($"s3://{bucket}/some/prefix", new($"http://127.0.0.1:{port ?? _server!.Port}"), region: null, pathStyle: true)!;

    private BucketStore Node(BucketPlace place)
    {
        _nodes.Add(new(place, _scratch.Path));
        return _nodes[^1];
    }

    private static async Task<byte[]> Bytes(IFileStore store, TrialFile file)
    {
        await using var stream = (await store.Open(file, default))!;
        var bytes = new byte[stream.Length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    // Stores read their credentials from the environment, as in production.
    private static void Be(string key, string secret)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", key);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", secret);
    }

    private static byte[] Filled(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
