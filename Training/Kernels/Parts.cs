using static TorchSharp.torch;

namespace Paretune.Training.Kernels;

internal static class Parts
{
    /// <summary>Runs independent parts, on at most as many threads as torch is configured to use.</summary>
    public static void Run(int count, Action<int> part)
    {
        var threads = Math.Min(count, get_num_threads());
        if (threads > 1)
            Parallel.For(0, count, new() { MaxDegreeOfParallelism = threads }, part);
        else
            for (var i = 0; i < count; i++)
                part(i);
    }
}
