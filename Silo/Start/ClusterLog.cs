namespace Paretune.Silo.Start;

/// <summary>Logs which silos join and leave, instead of Orleans' messages about each connection.</summary>
internal sealed partial class ClusterLog(ISiloStatusOracle oracle, ILogger<ClusterLog> log) : IHostedService, ISiloStatusListener
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        oracle.SubscribeToSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        oracle.UnSubscribeFromSiloStatusEvents(this);
        return Task.CompletedTask;
    }

    public void SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (updatedSilo.Equals(oracle.SiloAddress))
            return;
        var name = oracle.TryGetSiloName(updatedSilo, out var known) ? known : "?";
        if (status == SiloStatus.Active)
        {
            LogJoined(name, updatedSilo.Endpoint);
            // The older silo reports it: to a silo that has just restarted, its predecessor may still seem active.
            if (name == oracle.SiloName && updatedSilo.Generation > oracle.SiloAddress.Generation)
                LogNameTaken(name, updatedSilo.Endpoint);
        }
        else if (status == SiloStatus.Dead)
            LogLeft(name, updatedSilo.Endpoint);
    }

    [LoggerMessage(LogLevel.Information, "Silo {Name} at {Address} joined the cluster")]
    private partial void LogJoined(string name, System.Net.IPEndPoint address);

    [LoggerMessage(
        LogLevel.Error,
        "Silo {Name} at {Address} has the same name as this silo; workers with one name end each other's attempts. Give each process a "
        + "Paretune:Name of its own, or none")]
    private partial void LogNameTaken(string name, System.Net.IPEndPoint address);

    [LoggerMessage(LogLevel.Information, "Silo {Name} at {Address} left the cluster; its work resumes on other silos")]
    private partial void LogLeft(string name, System.Net.IPEndPoint address);
}
