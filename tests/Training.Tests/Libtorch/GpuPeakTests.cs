using Paretune.Training.Libtorch;

namespace Paretune.Training.Tests.Libtorch;

public sealed class GpuPeakTests
{
    private const int Own = 7, Other = 8;

    [Fact]
    public void What_this_process_holds_counts_and_its_most_stays()
    {
        var memory = new Memory(1000, (Other, 500), (Own, 30), (Own, 12));
        var peak = new GpuPeak(memory, Own);

        var (first, second) = (peak.Look(), 0L);
        memory.Processes = [(Own, 20)];
        second = peak.Look();

        Assert.Equal((42, 42), (first, second));
    }

    [Fact]
    public void All_of_the_gpu_stands_for_a_process_that_the_driver_does_not_know()
    {
        Assert.Equal(1000, new GpuPeak(new Memory(1000, (Other, 500)), Own).Look());
    }

    [Fact]
    public void Nothing_is_told_without_the_library()
    {
        Assert.Equal(0, new GpuPeak(NvmlMemory.Open(bus: null), Own).Look());
        Assert.Null(new GpuPeak(memory: null, Own).Use);
        Assert.Equal(0, new GpuPeak(new Memory(null), Own).Look());
    }

    private sealed class Memory(long? used, params (int Process, long Bytes)[] processes) : IGpuMemory
    {
        public IEnumerable<(int Process, long Bytes)> Processes { get; set; } = processes;
        public GpuUse? Use => used is { } bytes ? new(bytes, Total: 2000, Busy: 0.5) : null;
    }
}
