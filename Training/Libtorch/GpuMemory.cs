namespace Paretune.Training.Libtorch;

/// <summary>What NVIDIA's management library tells of a GPU's memory.</summary>
internal interface IGpuMemory
{
    /// <summary>Bytes that each process holds, as far as the driver tells.</summary>
    IEnumerable<(int Process, long Bytes)> Processes { get; }

    /// <summary>What all processes together take of it; null where it does not tell.</summary>
    GpuUse? Use { get; }
}

/// <summary>
/// The most that this process was seen to hold on a GPU. torch keeps what it has freed, so a look now and then misses little.
/// </summary>
/// <param name="memory">Null where nothing tells, as without a GPU.</param>
internal sealed class GpuPeak(IGpuMemory? memory, int process)
{
    private long _most;

    /// <summary>What all processes together take of the GPU now; null where nothing tells.</summary>
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
