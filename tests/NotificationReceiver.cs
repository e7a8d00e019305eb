using System.Net;
using System.Threading.Channels;

namespace Paretune.Testing;

/// <summary>A receiver of notifications on a port of this machine.</summary>
internal sealed class NotificationReceiver : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Channel<Message> _messages = Channel.CreateUnbounded<Message>();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<int, int?> _answer;
    private readonly Task _loop;

    /// <param name="answer">Returns the status for the n-th message, from 1; null for no answer.</param>
    public NotificationReceiver(Func<int, int?> answer)
    {
        _answer = answer;
        Address = $"http://127.0.0.1:{TestPort.Find()}/";
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _loop = Listen();
    }

    public string Address { get; }

    /// <summary>The number of messages that the test has not read.</summary>
    public int Waiting => _messages.Reader.Count;

    public async Task<Message> Next()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await _messages.Reader.ReadAsync(limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _over.SetResult();
        _listener.Close();
        await _loop;
    }

    private async Task Listen()
    {
        for (var number = 1; _listener.IsListening; number++)
        {
            try
            {
                _ = Take(await _listener.GetContextAsync(), number);
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Take(HttpListenerContext context, int number)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var body = await reader.ReadToEndAsync();
        await _messages.Writer.WriteAsync(new(
            context.Request.Url!.AbsolutePath, body, context.Request.Headers["Paretune-Delivery"]!,
            context.Request.Headers["Paretune-Signature"]!));
        if (_answer(number) is { } status)
        {
            context.Response.StatusCode = status;
            context.Response.RedirectLocation = status is >= 300 and < 400 ? $"{Address}elsewhere" : null;
            context.Response.Close();
        }
        else
            await _over.Task;
    }

    public sealed record Message(string Path, string Body, string Delivery, string Signature);
}
