using Paretune.Client.Api;

namespace Paretune.Client.Tests.Api;

public sealed class FolderUploadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-upload-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_connection_that_breaks_while_packing_waits_for_it_ends_the_upload()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a"), "small");
        await File.WriteAllBytesAsync(Path.Combine(_folder, "b"), new byte[1_000_000]);
        var connection = new BrokenConnection();
        using var upload = new FolderUpload(_folder, packed: connection);

        var sending = upload.CopyToAsync(connection, CancellationToken.None);

        var broken = await Assert.ThrowsAsync<HttpRequestException>(() => sending.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("broken", broken.GetBaseException().Message);
    }

    [Fact]
    public async Task An_upload_that_is_interrupted_ends()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a"), "small");
        await File.WriteAllBytesAsync(Path.Combine(_folder, "b"), new byte[1_000_000]);
        using var interrupt = new CancellationTokenSource();
        var connection = new BrokenConnection(interrupt.Cancel);
        using var upload = new FolderUpload(_folder, packed: connection);

        var sending = upload.CopyToAsync(connection, interrupt.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    /// <summary>Breaks at its first write, once more of the large file was read than the sender buffers.</summary>
    /// <param name="interrupt">Called instead of breaking.</param>
    private sealed class BrokenConnection(Action? interrupt = null) : MemoryStream, IProgress<long>
    {
        private readonly TaskCompletionSource _isFull = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Report(long value)
        {
            if (value > 10_000)
                _isFull.TrySetResult();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _isFull.Task;
            interrupt?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            throw new IOException("broken");
        }
    }
}
