using System.Diagnostics;

namespace Paretune.Bench.Training;

internal static class Stopwatches
{
    /// <summary>Measures wall time and CPU time of some steps.</summary>
    public static Pass Measure(int steps, Action run)
    {
        var (processor, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        run();
        return new(Stopwatch.GetElapsedTime(started).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds, steps);
    }
}
