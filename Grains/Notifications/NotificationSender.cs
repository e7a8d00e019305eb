using System.Net;
using System.Text;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Notifications;

namespace Paretune.Grains.Notifications;

/// <summary>
/// Sends one message once. Does not follow redirects, reads only the status of the response, and waits at most ten seconds.
/// </summary>
internal sealed class NotificationSender : IDisposable
{
    private readonly HttpClient _http;
    private readonly NotifyOptions _options;
    private readonly AllowedTargets _allowed;
    private readonly TimeProvider _clock;

    public NotificationSender(NotifyOptions options, TimeProvider clock)
    {
        (_options, _allowed, _clock) = (options, options.Targets, clock);
        // The body is not read, so a receiver cannot burden this process. Trace headers are not sent.
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseDrainSize = 0,
            ActivityHeadersPropagator = null,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <returns>Whether the receiver accepted the message, and the result as text.</returns>
    public async Task<(bool IsDelivered, string Reason)> Send(DueNotification due, CancellationToken cancellation)
    {
        if (_allowed.WhyNot(due.Target) is { } error)
            return (false, $"not sent: the target {error}");
        using var late = new CancellationTokenSource(DeliveryPauses.Timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            using var request = Request(due);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return (answer.IsSuccessStatusCode, Describe(answer.StatusCode));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, $"no answer within {DeliveryPauses.Timeout.TotalSeconds:0} s");
        }
        catch (HttpRequestException failure)
        {
            return (false, failure.InnerException?.Message ?? failure.Message);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(DueNotification due)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, due.Target)
        {
            Content = new StringContent(due.Body, Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.ParseAdd("Paretune");
        request.Headers.Add("Paretune-Event", "search.ended");
        request.Headers.Add("Paretune-Delivery", due.Id);
        request.Headers.Add(Signature.Header, Signature.Compute(due.Body, _options.Secret, _clock.GetUtcNow()));
        return request;
    }

    private static string Describe(HttpStatusCode status) =>
        $"the receiver answered {(int)status}{((int)status is >= 300 and < 400 ? ", and redirects are not followed" : "")}";
}
