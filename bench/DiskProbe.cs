using System.Diagnostics;

namespace Paretune.Bench;

/// <summary>Flushes 4 KiB to the disk two hundred times a second, to measure how long a shared disk delays any ledger.</summary>
internal sealed class DiskProbe : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<double> _times = [];
    private readonly Task _loop;

    private DiskProbe(string folder) => _loop = Task.Run(() => Run(Path.Combine(folder, "probe")));

    public static DiskProbe Start(string folder) => new(folder);

    /// <summary>
    /// Stops the probe and returns the 99th percentile, in milliseconds, of how long a request waits for the flush in progress, if one
    /// request arrives every millisecond.
    /// </summary>
    public async Task<double> P99()
    {
        await _stop.CancelAsync();
        await _loop;
        var waits = _times.SelectMany(time => Enumerable.Range(0, (int)time).Select(gone => time - gone)).ToList();
        var free = Math.Max(0, (int)_clock.Elapsed.TotalMilliseconds - waits.Count);
        return Statistics.P99(waits.Concat(Enumerable.Repeat(0.0, free)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task Run(string path)
    {
        using var file = new FileStream(path, FileMode.Append);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        var page = new byte[4096];
        while (!_stop.IsCancellationRequested && await timer.WaitForNextTickAsync())
        {
            var began = Stopwatch.GetTimestamp();
            file.Write(page);
            file.Flush(flushToDisk: true);
            _times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }
    }
}
