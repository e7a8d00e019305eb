using System.Net;
using Paretune.Testing;

namespace Paretune.EndToEnd.Tests.Telemetry;

internal sealed record ToldSpan(
    string Process, string Source, string Trace, string Id, string Parent, string Name, ulong Start, ulong End,
    Dictionary<string, string> Attributes,
    (string Trace, string Span)[] Links)
{
    /// <summary>Whether the span lies within another one, at any depth.</summary>
    /// <param name="trace">The spans received of its trace.</param>
    public bool LiesIn(ToldSpan outer, IReadOnlyList<ToldSpan> trace) =>
        Parent == outer.Id || trace.Any(parent => parent.Id == Parent && parent.LiesIn(outer, trace));
}

internal sealed record ToldLine(string Process, string Trace, string Span, string Text, Dictionary<string, string> Attributes);

/// <summary>
/// A collector that keeps what it receives: OTLP over HTTP with protobuf, decoded by the field numbers of opentelemetry-proto 1.x.
/// </summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Lock _gate = new();
    private readonly List<ToldSpan> _spans = [];
    private readonly List<ToldLine> _lines = [];
    private readonly HashSet<string> _metrics = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OtlpReceiver()
    {
        Address = $"http://127.0.0.1:{TestPort.Find()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _ = Receive();
    }

    public string Address { get; }

    public IReadOnlyList<ToldSpan> Spans => Copy(_spans);
    public IReadOnlyList<ToldLine> Lines => Copy(_lines);
    public IReadOnlyCollection<string> Metrics => Copy(_metrics);

    /// <summary>Waits until what was received satisfies a condition.</summary>
    public async Task Until(Func<OtlpReceiver, bool> seen, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (true)
        {
            Task next;
            lock (_gate)
                next = _news.Task;
            if (seen(this))
                return;
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail(
                    "what was waited for did not come, but these spans did:\n"
                    + string.Join('\n', Spans.Select(span =>
                        $"{span.Process} {span.Source} {span.Name} {string.Join(' ', span.Attributes.Values)}")));
            }
        }
    }

    public void Dispose() => _listener.Close();

    private T[] Copy<T>(IEnumerable<T> told)
    {
        lock (_gate)
            return [.. told];
    }

    private async Task Receive()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            try
            {
                await Take(context);
            }
            catch (Exception broken) when (broken is HttpListenerException or IOException)
            {
                // The sending process was killed.
            }
        }
    }

    private async Task Take(HttpListenerContext context)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        lock (_gate)
            Keep(context.Request.Url!.AbsolutePath, new(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
        context.Response.Close();
    }

    private void Keep(string path, ProtoMessage request)
    {
        foreach (var resource in request.Messages(1))
        {
            var process = resource.Messages(1).First().Attributes(1).GetValueOrDefault("service.name", "");
            foreach (var scope in resource.Messages(2))
            {
                var source = scope.Messages(1).Select(one => one.Text(1)).FirstOrDefault("");
                switch (path)
                {
                    case "/v1/traces": _spans.AddRange(scope.Messages(2).Select(span => Span(process, source, span))); break;
                    case "/v1/logs": _lines.AddRange(scope.Messages(2).Select(line => Line(process, line))); break;
                    case "/v1/metrics": _metrics.UnionWith(scope.Messages(2).Select(metric => metric.Text(1))); break;
                }
            }
        }

        var told = _news;
        _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
        told.SetResult();
    }

    private static ToldSpan Span(string process, string source, ProtoMessage span) => new(
        process, source, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), span.Number(7), span.Number(8), span.Attributes(9),
        [.. span.Messages(13).Select(link => (link.Hex(1), link.Hex(2)))]);

    private static ToldLine Line(string process, ProtoMessage line) => new(
        process, line.Hex(9), line.Hex(10), line.Messages(5).Select(ProtoMessage.Value).FirstOrDefault(""), line.Attributes(6));
}
