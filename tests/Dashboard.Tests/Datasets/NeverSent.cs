using System.Net;

namespace Paretune.Dashboard.Tests.Datasets;

/// <summary>An upload with an announced length that fails the test if its body is requested.</summary>
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
