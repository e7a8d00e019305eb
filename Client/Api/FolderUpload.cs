using System.IO.Pipelines;
using System.Net;

namespace Paretune.Client.Api;

/// <summary>A folder as a tar archive that is packed while it is sent.</summary>
internal sealed class FolderUpload : HttpContent
{
    private readonly string _folder;
    private readonly IProgress<long>? _packed;
    private readonly Predicate<string>? _leavesOut;

    public FolderUpload(string folder, IProgress<long>? packed = null, Predicate<string>? leavesOut = null)
    {
        (_folder, _packed, _leavesOut) = (folder, packed, leavesOut);
        Headers.ContentType = new("application/x-tar");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <exception cref="CommandException">A file or folder cannot be read.</exception>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        var pipe = new Pipe();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var packing = Pack(pipe.Writer, stop.Token);
        try
        {
            await pipe.Reader.CopyToAsync(stream, cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            // Otherwise packing waits forever for a reader, because it ends the archive even when it is cancelled.
            await pipe.Reader.CompleteAsync();
            await packing;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    // Separate from sending, because an unreadable disk and a broken connection throw the same exceptions.
    private async Task Pack(PipeWriter writer, CancellationToken cancellation)
    {
        try
        {
            await FolderPack.Write(_folder, writer.AsStream(leaveOpen: true), cancellation, _packed, _leavesOut);
            await writer.CompleteAsync();
        }
        catch (Exception e)
        {
            await writer.CompleteAsync(e is IOException or UnauthorizedAccessException
                ? CommandException.BadInput($"{_folder}: everything in it must be readable, but: {e.Message}")
                : e);
        }
    }
}
