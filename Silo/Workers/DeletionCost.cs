using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Paretune.Silo.Start;

namespace Paretune.Silo.Workers;

/// <summary>
/// Sets the deletion cost of this pod by the number of trials that it trains, so that a Deployment that scales in prefers to delete idle
/// workers. Failures are logged once per cause and retried; training does not depend on them.
/// </summary>
internal sealed partial class DeletionCost(
    IReadOnlyList<Worker> workers, OwnPod pod, TimeProvider clock, ILogger<DeletionCost> log) : BackgroundService
{
    public const string Annotation = "controller.kubernetes.io/pod-deletion-cost";
    private const int PerTrial = 1000;

    // Kubernetes asks for few updates of this annotation; at this pace, the short gap between two trials is seldom seen.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(10);

    private readonly HashSet<string> _logged = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Null if unknown, as at startup: the annotation may come from an earlier container.
        int? current = null;
        for (var pause = Period; ; await Task.Delay(pause, clock, stoppingToken))
        {
            var cost = PerTrial * workers.Count(worker => worker.IsBusy);
            if (cost == current)
                continue;
            current = await TrySet(cost, stoppingToken) ? cost : null;
            pause = current is not null ? Period : pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<bool> TrySet(int cost, CancellationToken stopping)
    {
        try
        {
            await Set(cost, stopping);
            _logged.Clear();
            return true;
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            if (Explain(failure) is var cause && _logged.Add(cause))
                LogNotSet(cause);
            return false;
        }
    }

    /// <summary>Sets the cost. Reads the service account's files each time, because the kubelet renews them.</summary>
    private async Task Set(int cost, CancellationToken stopping)
    {
        var space = (await File.ReadAllTextAsync(pod.Namespace, stopping)).Trim();
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            SslOptions = new() { CertificateChainPolicy = OnlyAuthority() },
        };
        using var http = new HttpClient(handler) { Timeout = AnswerWithin };
        using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(pod.Server, $"api/v1/namespaces/{space}/pods/{pod.Name}"));
        request.Headers.Authorization = new("Bearer", (await File.ReadAllTextAsync(pod.Token, stopping)).Trim());
        request.Content = new StringContent(
            $$$$"""{"metadata":{"annotations":{"{{{{Annotation}}}}":"{{{{cost}}}}"}}}""",
            new MediaTypeHeaderValue("application/merge-patch+json"));
        using var response = await http.SendAsync(request, stopping);
        response.EnsureSuccessStatusCode();
    }

    private X509ChainPolicy OnlyAuthority()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPemFile(pod.Authority);
        return policy;
    }

    private string Explain(Exception failure) => failure switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.Forbidden } =>
            "the API server answered 403: allow the pod's service account to patch pods, as the Role of k8s/components/idle-first does",
        HttpRequestException { StatusCode: { } status } => $"the API server answered {(int)status}",
        HttpRequestException { InnerException: AuthenticationException refused } =>
            $"the certificate of {pod.Server} does not chain to {pod.Authority} or names another host: {refused.Message}",
        HttpRequestException or OperationCanceledException =>
            $"cannot reach {pod.Server} (allow egress, as the NetworkPolicy of k8s/components/idle-first does): {failure.Message}",
        _ => failure.Message,
    };

    [LoggerMessage(
        LogLevel.Warning,
        "Cannot set this pod's deletion cost, trying again; until then a scale-in may delete this worker while it trains: {Cause}")]
    private partial void LogNotSet(string cause);
}
