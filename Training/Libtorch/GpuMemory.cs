namespace Paretune.Training.Libtorch;

/// <summary>A GPU's memory as NVIDIA's management library (NVML) reports it.</summary>
internal interface IGpuMemory
{
    /// <summary>Bytes held by each process, if the driver reports them.</summary>
    IEnumerable<(int Process, long Bytes)> Processes { get; }

    /// <summary>The memory used by all processes; null if not reported.</summary>
    GpuUse? Use { get; }
}

/// <summary>The highest GPU memory of this process seen so far. torch keeps freed memory, so occasional measurements miss little.</summary>
/// <param name="memory">Null if it cannot be measured, for example without a GPU.</param>
internal sealed class GpuPeak(IGpuMemory? memory, int process)
{
    private long _most;

    /// <summary>The current GPU memory of all processes; null if not known.</summary>
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
