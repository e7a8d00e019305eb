using System.Threading.Channels;

namespace Paretune.Silo.Trials;

/// <summary>
/// Sweeps a trial each time one of its attempts ends on this silo, and searches soon after they are deleted. At startup and then every ten
/// minutes, sweeps everything, for files that killed processes left. Workers do only the first and leave the rest to control silos, unless
/// the files are in their own home folder, which other processes may not see.
/// </summary>
internal sealed partial class Sweeper(Sweep sweep, SiloOptions options, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    // People delete searches because disks are full, and a check costs one short query.
    private static readonly TimeSpan DeletedPeriod = TimeSpan.FromSeconds(15);

    private readonly Channel<TrialId> _ended = Channel.CreateUnbounded<TrialId>();

    /// <summary>Queues the trial of an attempt that has ended; returns at once.</summary>
    public void Ended(TrialId trial) => _ended.Writer.TryWrite(trial);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(SweepAll(stoppingToken), SweepEnded(stoppingToken));

    private async Task SweepAll(CancellationToken stopping)
    {
        if (options is { Role: SiloRole.Worker, Checkpoints.Length: > 0 })
            return;
        using var timer = new PeriodicTimer(DeletedPeriod, clock);
        long? last = null;
        do
        {
            if (last is { } before && clock.GetElapsedTime(before) < Period)
            {
                await Try(() => sweep.Deleted(stopping), stopping);
                continue;
            }

            last = clock.GetTimestamp();
            await Try(() => sweep.All(stopping), stopping);
        }
        while (await timer.WaitForNextTickAsync(stopping));
    }

    private async Task SweepEnded(CancellationToken stopping)
    {
        await foreach (var trial in _ended.Reader.ReadAllAsync(stopping))
            await Try(() => sweep.One(trial, stopping), stopping);
    }

    /// <summary>Logs failures; the next sweep retries what could not be deleted.</summary>
    private async Task Try(Func<Task<int>> clear, CancellationToken stopping)
    {
        try
        {
            if (await clear() is > 0 and var files)
                LogSwept(files);
        }
        catch (Exception failure) when (!stopping.IsCancellationRequested)
        {
            LogNotSwept(failure, Period.TotalMinutes);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Deleted {Files} files of finished attempts or deleted searches")]
    private partial void LogSwept(int files);

    [LoggerMessage(LogLevel.Warning, "Unneeded files could not be deleted; retrying within {Minutes} min")]
    private partial void LogNotSwept(Exception failure, double minutes);
}
