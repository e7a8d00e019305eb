using System.Net;
using System.Net.Sockets;

namespace Paretune.Storage.Tests.Imports;

/// <summary>An HTTP server on loopback for one archive that knows ranges and breaks off where it is told to.</summary>
internal sealed class ArchiveServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly byte[] archive;
    private readonly Queue<int> breaks;

    /// <param name="breaks">For each answer in turn, the bytes after which its connection is cut; later answers are whole.</param>
    public ArchiveServer(byte[] archive, params int[] breaks)
    {
        (this.archive, this.breaks) = (archive, new(breaks));
        Address = new($"http://127.0.0.1:{FreePort()}/images.zip");
        listener.Prefixes.Add(new Uri(Address, "/").ToString());
        listener.Start();
        _ = Serve();
    }

    public Uri Address { get; }

    /// <summary>Where each request wanted to begin.</summary>
    public List<long> Starts { get; } = [];

    public bool KnowsRanges { get; init; } = true;

    public HttpStatusCode? Refusal { get; init; }

    public void Dispose() => listener.Close();

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            try
            {
                await Answer(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        var wanted = context.Request.Headers["Range"] is { } range ? int.Parse(range["bytes=".Length..^1]) : 0;
        lock (Starts)
            Starts.Add(wanted);
        var from = KnowsRanges ? wanted : 0;
        var response = context.Response;
        response.StatusCode = (int)(Refusal ?? (from >= archive.Length ? HttpStatusCode.RequestedRangeNotSatisfiable
            : from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK));
        if (response.StatusCode >= 400)
        {
            response.Close();
            return;
        }

        if (from > 0)
            response.AddHeader("Content-Range", $"bytes {from}-{archive.Length - 1}/{archive.Length}");
        response.ContentLength64 = archive.Length - from;
        await Send(response, from);
    }

    private async Task Send(HttpListenerResponse response, int from)
    {
        var cut = breaks.TryDequeue(out var bytes);
        await response.OutputStream.WriteAsync(archive.AsMemory(from, cut ? Math.Min(bytes, archive.Length - from) : archive.Length - from));
        if (cut)
        {
            await response.OutputStream.FlushAsync();
            response.Abort();
        }
        else
        {
            response.Close();
        }
    }
}
