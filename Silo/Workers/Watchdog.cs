namespace Paretune.Silo.Workers;

/// <summary>
/// Exits the process when a device makes no step for many times its median: a call that hangs in a driver cannot be cancelled, and the
/// process's supervisor restarts it. Its trials resume from their checkpoints; the interrupted attempts do not count as failures.
/// </summary>
internal sealed partial class Watchdog(
    IReadOnlyList<Worker> workers, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<Watchdog> log) : BackgroundService
{
    /// <summary>EX_SOFTWARE of sysexits.h: not the user's error; a restart makes sense.</summary>
    public const int ExitCode = 70;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var worker in workers)
            {
                if (worker.StallDetector.Look() is not { } seconds)
                    continue;
                LogHangs(worker.Id.Device, seconds);
                Environment.ExitCode = ExitCode;
                lifetime.StopApplication();
                return;
            }
        }
    }

    [LoggerMessage(
        LogLevel.Critical, "{Device} has not completed a step for {Seconds} s, far longer than its steps take; the process exits so "
            + "that it can be restarted")]
    private partial void LogHangs(string device, int seconds);
}
