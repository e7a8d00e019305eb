using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Client.Watching;

namespace Paretune.Client.Api;

/// <summary>
/// Calls a Paretune server over HTTP. Every method throws a <see cref="CommandException"/> with the exit code if it gets no valid answer.
/// </summary>
/// <param name="note">Receives the server's note about an answer that is valid but incomplete.</param>
internal sealed class ParetuneApi(Uri server, Credential? credential, TimeProvider clock, Action<string> note) : IDisposable
{
    private const string Note = "Paretune-Note";
    private const int CopiedBytes = 1 << 17;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) })
    {
        BaseAddress = Address(server, ""),
        Timeout = Timeout.InfiniteTimeSpan,
        DefaultRequestHeaders = { Authorization = credential is null ? null : new("Bearer", credential.Text) },
    };

    public Uri Server => server;

    /// <summary>Returns the full address of a path, to be shown. Behind a proxy, the server may have a path prefix.</summary>
    public Uri AddressOf(string path) => Address(server, path);

    public static Uri Address(Uri server, string path) => new(new Uri($"{server.ToString().TrimEnd('/')}/"), path);

    public static string PathOf(SearchId id) => $"api/searches/{Uri.EscapeDataString(id.Value)}";

    public Task<T> Get<T>(string path, CancellationToken cancellation) => Ask<T>(HttpMethod.Get, path, null, Patience, cancellation);

    public Task<T> Post<T>(string path, JsonNode? body, CancellationToken cancellation) =>
        Ask<T>(
            HttpMethod.Post, path, body is null ? null : JsonContent.Create(body, options: ParetuneJson.Options), Patience, cancellation);

    public Task<T> Delete<T>(string path, CancellationToken cancellation) => Ask<T>(HttpMethod.Delete, path, null, Patience, cancellation);

    /// <summary>Sends a request without a timeout, because it transfers or rewrites data.</summary>
    public Task<T> Send<T>(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation) =>
        Ask<T>(method, path, content, Timeout.InfiniteTimeSpan, cancellation);

    /// <summary>
    /// Opens the stream of a search's events after <paramref name="lastSeen"/>. The caller reads and disposes the response, which has no
    /// timeout.
    /// </summary>
    public Task<HttpResponseMessage> Events(SearchId id, long lastSeen, CancellationToken cancellation)
    {
        var path = $"{PathOf(id)}/events";
        return Within(Patience, $"GET {path}", limited => Open(Request, limited), cancellation);

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            if (lastSeen > 0)
                request.Headers.Add("Last-Event-ID", lastSeen.ToString(CultureInfo.InvariantCulture));
            return request;
        }
    }

    /// <summary>Downloads a path, without a timeout.</summary>
    /// <param name="unwritable">Returns the error if a part cannot be written to the target.</param>
    /// <returns>The file name that the server states; null if it states none.</returns>
    public Task<string?> Download(
        string path, Stream target, Func<Exception, CommandException> unwritable, CancellationToken cancellation) =>
        Within(Timeout.InfiniteTimeSpan, $"GET {path}", async limited =>
        {
            using var response = await Open(() => new(HttpMethod.Get, path), limited);
            await using var content = await response.Content.ReadAsStreamAsync(limited);
            var buffer = new byte[CopiedBytes];
            while (await content.ReadAsync(buffer, limited) is > 0 and var bytes)
                await Write(target, buffer.AsMemory(0, bytes), unwritable, limited);
            var disposition = response.Content.Headers.ContentDisposition;
            return disposition?.FileNameStar ?? disposition?.FileName?.Trim('"');
        }, cancellation);

    /// <summary>Returns the output of a program; null if it has written nothing.</summary>
    public Task<ProgramOutput?> Output(string path, CancellationToken cancellation) =>
        Within(Patience, $"GET {path}", async limited =>
        {
            using var response = await Reach(() => new(HttpMethod.Get, path), limited);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return null;
            return response.IsSuccessStatusCode
                ? await ProgramOutput.Read(response, limited) : throw await ApiErrorReader.Read(response, Through, limited);
        }, cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<T> Ask<T>(HttpMethod method, string path, HttpContent? content, TimeSpan patience, CancellationToken cancellation)
    {
        using var sent = content;
        return await Within(patience, $"{method} {path}", async limited =>
        {
            using var response = await Open(Request, limited);
            var answer = await response.Content.ReadFromJsonAsync<T>(ParetuneJson.Options, limited)
                ?? throw new JsonException("it is null");
            if (response.Headers.TryGetValues(Note, out var notes))
                note(string.Join("; ", notes));
            return answer;
        }, cancellation);

        // With Expect: 100-continue, a server that rejects an upload answers before it is sent.
        HttpRequestMessage Request() =>
            new(method, path) { Content = content, Headers = { ExpectContinue = method == HttpMethod.Put } };
    }

    private async Task<T> Within<T>(TimeSpan patience, string what, Func<CancellationToken, Task<T>> ask, CancellationToken cancellation)
    {
        using var tooLong = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellation);
        try
        {
            return await ask(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CommandException(
                ExitCode.Unreachable, $"the server {server} did not answer {what}{Through} within {patience.TotalSeconds:0} s; try again");
        }
        catch (Exception broken) when (IsConnection(broken))
        {
            throw new CommandException(
                ExitCode.Unreachable, $"the connection to the server {server} broke while it answered {what}{Through} "
                    + $"({broken.Message}); try again",
                cause: broken);
        }
        catch (Exception malformed) when (malformed is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new CommandException(
                ExitCode.Failed, $"unexpected response from {server} to {what}; is it a Paretune server? ({malformed.Message})",
                cause: malformed);
        }
    }

    // A failed write is not a broken connection, although both are IOExceptions.
    private static async Task Write(
        Stream target, ReadOnlyMemory<byte> part, Func<Exception, CommandException> unwritable, CancellationToken cancellation)
    {
        try
        {
            await target.WriteAsync(part, cancellation);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw unwritable(refused);
        }
    }

    private async Task<HttpResponseMessage> Open(Func<HttpRequestMessage> create, CancellationToken cancellation)
    {
        var response = await Reach(create, cancellation);
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await ApiErrorReader.Read(response, Through, cancellation);
    }

    /// <summary>
    /// Sends a request. After 429 (too many requests), waits as the server asks and sends it again, unless it is an upload.
    /// </summary>
    /// <param name="create">Creates the request, because each can be sent only once.</param>
    private async Task<HttpResponseMessage> Reach(Func<HttpRequestMessage> create, CancellationToken cancellation)
    {
        for (var start = clock.GetTimestamp(); ;)
        {
            var request = create();
            var response = await Reach(request, cancellation);
            var pause = PauseAfter(response);
            if (response.StatusCode != HttpStatusCode.TooManyRequests || request.Content is not (null or JsonContent)
                || clock.GetElapsedTime(start) + pause >= Patience)
                return response;
            response.Dispose();
            await Task.Delay(pause, clock, cancellation);
        }
    }

    /// <summary>Returns the time in the header <c>Retry-After</c>; a second if there is none or it is shorter.</summary>
    private TimeSpan PauseAfter(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - clock.GetUtcNow() : null;
        return asked > ShortestPause ? asked.Value : ShortestPause;
    }

    private async Task<HttpResponseMessage> Reach(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        }
        catch (Exception e) when (IsConnection(e) || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw Unreachable(e);
        }
    }

    /// <summary>The proxy as part of an error message, because the proxy may be what does not answer.</summary>
    private string Through => ProxyPastLoopback.Create(server) is { } proxy
        ? $" through the proxy {WithoutPassword(proxy)} from http_proxy (to bypass it, add the server to no_proxy)" : "";

    private static string WithoutPassword(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    private static bool IsConnection(Exception e) => e is HttpRequestException or IOException or SocketException;

    private CommandException Unreachable(Exception cause) => new(
        ExitCode.Unreachable,
        $"no answer from the server {server}{Through} ({cause.Message}); start one with: dotnet run --project Silo, or name another "
            + "with --server",
        cause: cause);
}
