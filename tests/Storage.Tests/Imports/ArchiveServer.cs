using System.Net;
using Paretune.Testing;

namespace Paretune.Storage.Tests.Imports;

/// <summary>An HTTP server for one archive on loopback, with range support and connections that break where a test sets it.</summary>
internal sealed class ArchiveServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly byte[] _archive;
    private readonly Queue<int> _breaks;

    /// <param name="breaks">The bytes after which each connection in turn is cut; later ones are complete.</param>
    public ArchiveServer(byte[] archive, params int[] breaks)
    {
        (_archive, _breaks) = (archive, new(breaks));
        Address = new($"http://127.0.0.1:{TestPort.Find()}/images.zip");
        _listener.Prefixes.Add(new Uri(Address, "/").ToString());
        _listener.Start();
        _ = Serve();
    }

    public Uri Address { get; }

    /// <summary>The start of the range of each request.</summary>
    public List<long> Starts { get; } = [];

    public bool KnowsRanges { get; init; } = true;

    public HttpStatusCode? Refusal { get; init; }

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            try
            {
                await Answer(await _listener.GetContextAsync());
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
        response.StatusCode = (int)(Refusal ?? (from >= _archive.Length ? HttpStatusCode.RequestedRangeNotSatisfiable
            : from > 0 ? HttpStatusCode.PartialContent : HttpStatusCode.OK));
        if (response.StatusCode >= 400)
        {
            response.Close();
            return;
        }

        if (from > 0)
            response.AddHeader("Content-Range", $"bytes {from}-{_archive.Length - 1}/{_archive.Length}");
        response.ContentLength64 = _archive.Length - from;
        await Send(response, from);
    }

    private async Task Send(HttpListenerResponse response, int from)
    {
        var cut = _breaks.TryDequeue(out var bytes);
        await response.OutputStream.WriteAsync(
            _archive.AsMemory(from, cut ? Math.Min(bytes, _archive.Length - from) : _archive.Length - from));
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
