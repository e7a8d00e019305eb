namespace Paretune.Storage.Files;

/// <summary>Ends a request over which nothing has gone for a while, however long it takes as a whole.</summary>
internal sealed class QuietLine : IDisposable
{
    private readonly TimeSpan silence;
    private readonly CancellationToken caller;
    private readonly CancellationTokenSource ending;

    public QuietLine(TimeSpan silence, CancellationToken caller)
    {
        (this.silence, this.caller) = (silence, caller);
        ending = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Heard();
    }

    /// <summary>Cancelled by silence or by the caller.</summary>
    public CancellationToken Token => ending.Token;

    public bool IsQuiet => ending.IsCancellationRequested && !caller.IsCancellationRequested;

    /// <summary>The same stream, each read of which says that the line is alive.</summary>
    public Stream Watch(Stream stream) => new Watched(stream, Heard);

    public void Dispose() => ending.Dispose();

    private void Heard() => ending.CancelAfter(silence);

    private sealed class Watched(Stream stream, Action heard) : Stream
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
            heard();
            return read;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            heard();
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

        public override void Flush() => stream.Flush();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
