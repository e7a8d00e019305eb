namespace Paretune.Storage.Files;

/// <summary>Cancels a request on which no data has moved for a while, however long it takes as a whole.</summary>
internal sealed class IdleTimeout : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _ending;

    public IdleTimeout(TimeSpan limit, CancellationToken caller)
    {
        (_limit, _caller) = (limit, caller);
        _ending = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Restart();
    }

    /// <summary>Cancelled by the timeout or by the caller.</summary>
    public CancellationToken Token => _ending.Token;

    public bool HasElapsed => _ending.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Wraps a stream so that each read restarts the timeout.</summary>
    public Stream Watch(Stream stream) => new Watched(stream, Restart);

    public void Dispose() => _ending.Dispose();

    private void Restart() => _ending.CancelAfter(_limit);

    private sealed class Watched(Stream stream, Action moved) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => stream.CanSeek;
        public override bool CanWrite => false;
        public override long Length => stream.Length;

        public override long Position
        {
            get => stream.Position;
            set => stream.Position = value;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = stream.Read(buffer);
            moved();
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            moved();
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

        public override void Flush() => stream.Flush();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
