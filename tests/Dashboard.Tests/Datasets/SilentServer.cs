namespace Paretune.Dashboard.Tests.Datasets;

/// <summary>A server that accepts requests and never answers.</summary>
internal sealed class SilentServer : HttpMessageHandler
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first request.</summary>
    public Task Asked => _asked.Task;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("only a cancellation ends this");
    }
}
