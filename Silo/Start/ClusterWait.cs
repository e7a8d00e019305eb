namespace Paretune.Silo.Start;

/// <summary>A dashboard that starts before the control silos do, or when all of them are gone, waits for one and says so.</summary>
internal sealed partial class ClusterWait(TimeProvider clock, ILogger<ClusterWait> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private bool _hasSaid;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (!_hasSaid)
            LogWaits(exception.Message);
        _hasSaid = true;
        await Task.Delay(Pause, clock, cancellationToken);
        return true;
    }

    [LoggerMessage(LogLevel.Warning, "No control silo of the cluster is there yet; waiting for one: {Reason}")]
    private partial void LogWaits(string reason);
}
