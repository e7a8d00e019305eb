using System.Net;

namespace Paretune.Dashboard.Tests.Datasets;

/// <summary>An archive of a length that is announced; that it is asked for is a fault.</summary>
internal sealed class NeverSent : HttpContent
{
    private readonly long _bytes;

    public NeverSent(long bytes)
    {
        _bytes = bytes;
        Headers.ContentType = new("application/gzip");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        throw new InvalidOperationException("the server asked for an archive that it had to refuse");

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes;
        return true;
    }
}
