using Paretune.Training.Commands;

namespace Paretune.Silo.Workers;

/// <summary>Ends what an earlier life of this silo left running, before its workers ask for anything.</summary>
internal sealed class Orphans(CommandRunner commands) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        commands.EndOrphans();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
