namespace Paretune.Models.Running;

/// <summary>Measures the latency of a model file as a device would use it: one image at a time on one thread.</summary>
public static class LatencyProbe
{
    // Enough runs for meaningful 10th and 90th percentiles; fewer if a run takes long, because other devices of the process wait meanwhile.
    private const int MostRuns = 200, LeastRuns = 5, LeastWarm = 2;
    private static readonly TimeSpan Warm = TimeSpan.FromMilliseconds(300), Longest = TimeSpan.FromSeconds(2);

    /// <summary>Loads the file, warms up, and measures for at most two seconds but at least five runs.</summary>
    public static Latency Measure(byte[] file, Precision precision, TimeProvider clock)
    {
        using var model = new OnnxModel(file, threads: 1);
        var shape = model.InputShape;
        var input = new float[shape[1] * shape[2] * shape[3]];
        Times(LeastWarm, Warm);
        var times = Times(LeastRuns, Longest);
        times.Sort();
        return new(precision, At(times, 0.5), At(times, 0.1), At(times, 0.9), times.Count);

        List<double> Times(int least, TimeSpan longest)
        {
            var milliseconds = new List<double>(MostRuns);
            var began = clock.GetTimestamp();
            while (milliseconds.Count < least || (milliseconds.Count < MostRuns && clock.GetElapsedTime(began) < longest))
            {
                var started = clock.GetTimestamp();
                model.Run(input, 1, shape[1], shape[2], shape[3]);
                milliseconds.Add(clock.GetElapsedTime(started).TotalMilliseconds);
            }

            return milliseconds;
        }
    }

    private static double At(List<double> sorted, double share) => sorted[(int)Math.Round(share * (sorted.Count - 1))];
}
