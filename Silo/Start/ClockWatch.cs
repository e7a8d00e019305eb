namespace Paretune.Silo.Start;

/// <summary>Logs when the system clock was set back, and when that was corrected.</summary>
internal sealed partial class ClockWatch(MonotonicClock clock, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    // Time services make smaller corrections all the time.
    private static readonly TimeSpan Worth = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        var told = TimeSpan.Zero;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (clock.Behind is var behind && (behind - told).Duration() > Worth)
            {
                if (behind > told)
                    LogStepped(behind);
                else
                    LogCaughtUp(behind);
                told = behind;
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The system clock was set back by {Behind}. This process keeps using its own steady clock; "
            + "restart it to use the system time")]
    private partial void LogStepped(TimeSpan behind);

    [LoggerMessage(LogLevel.Information, "The system clock was set forward; it is now {Behind} behind the steady clock of this process")]
    private partial void LogCaughtUp(TimeSpan behind);
}
