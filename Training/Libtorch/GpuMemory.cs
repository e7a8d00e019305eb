namespace Paretune.Training.Libtorch;

/// <summary>A GPU's memory according to NVIDIA's management library.</summary>
internal interface IGpuMemory
{
    /// <summary>Bytes that each process holds, as far as the driver reports them.</summary>
    IEnumerable<(int Process, long Bytes)> Processes { get; }

    /// <summary>The memory used by all processes; null if not reported.</summary>
    GpuUse? Use { get; }
}

/// <summary>
/// The most that this process was seen to hold on a GPU. torch keeps what it has freed, so a look now and then misses little.
/// </summary>
/// <param name="memory">Null where nothing tells, as without a GPU.</param>
internal sealed class GpuPeak(IGpuMemory? memory, int process)
{
    private long _most;

    /// <summary>The GPU memory used by all processes now; null if unknown.</summary>
    public GpuUse? Use => memory?.Use;

    /// <summary>
    /// Measures, and returns the peak so far in bytes; 0 if it is not known. If the driver does not know this process, as in a container
    /// with its own process ids, all memory in use on the GPU counts.
    /// </summary>
    public long Look()
    {
        if (memory is null)
            return 0;
        var own = memory.Processes.Where(one => one.Process == process).Sum(one => one.Bytes);
        return _most = Math.Max(_most, own > 0 ? own : memory.Use?.Used ?? 0);
    }
}
