using Paretune.Training.Commands;

namespace Paretune.Silo.Workers;

/// <summary>Kills processes that a previous run of this silo left behind, before its workers ask for work.</summary>
internal sealed class Orphans(CommandRunner commands) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        commands.EndOrphans();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
