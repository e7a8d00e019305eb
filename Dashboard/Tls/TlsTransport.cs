using System.IO.Pipelines;
using System.Net.Security;

namespace Paretune.Dashboard.Tls;

/// <summary>An encrypted stream as the two pipes that a connection uses.</summary>
internal sealed class TlsTransport(SslStream tls) : IDuplexPipe
{
    // The maximum size of a TLS record; smaller buffers would split messages into more records than needed.
    private const int Record = 16 * 1024;

    public PipeReader Input { get; } = PipeReader.Create(tls, new(bufferSize: Record, leaveOpen: true));
    public PipeWriter Output { get; } = PipeWriter.Create(tls, new(minimumBufferSize: Record, leaveOpen: true));
}
