namespace Paretune.Silo.Start;

/// <summary>Makes a dashboard wait while no control silo answers, at startup or later, and logs the reason.</summary>
internal sealed class ClusterWait(TimeProvider clock, StartupStatusServer room) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2), Often = TimeSpan.FromSeconds(10);
    private long? _said;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (_said is not { } said || clock.GetElapsedTime(said) >= Often)
        {
            await room.Wait(
                "no control silo of the cluster answers yet", $"no control silo of the cluster answers yet: {exception.Message}");
            _said = clock.GetTimestamp();
        }

        await Task.Delay(Pause, clock, cancellationToken);
        return true;
    }
}
