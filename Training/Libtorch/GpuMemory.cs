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
    /// Looks, and returns the most so far in bytes; 0 where nothing tells. Where the driver does not know this process, as in a container
    /// that counts its own, all that is held on the GPU stands for it.
    /// </summary>
    public long Look()
    {
        if (memory is null)
            return 0;
        var own = memory.Processes.Where(one => one.Process == process).Sum(one => one.Bytes);
        return _most = Math.Max(_most, own > 0 ? own : memory.Use?.Used ?? 0);
    }
}
