using Paretune.Tuning.Formatting;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Formatting;

public sealed class MemoryTextTests
{
    [Theory]
    [InlineData(0, 0, "-")]
    [InlineData(3_100_000_000, 0, "3.10 GB")]
    [InlineData(3_100_000_000, 1_200_000_000, "3.10 GB, GPU 1.20 GB")]
    public void The_gpus_memory_is_told_where_it_is_known(long peak, long device, string expected) =>
        Assert.Equal(expected, MemoryText.Format(Scene.Reported(new Scene().Lease()!, epoch: 1) with
        {
            PeakMemoryBytes = peak,
            PeakDeviceMemoryBytes = device,
        }));

    [Theory]
    [InlineData(0.97, "12.00 GB of 85.00 GB, 97 % busy")]
    [InlineData(double.NaN, "12.00 GB of 85.00 GB")]
    public void A_gpu_tells_what_is_taken_of_it_and_how_busy_it_is_where_it_can(double busy, string expected) =>
        Assert.Equal(expected, MemoryText.Format(new GpuUse(12_000_000_000, 85_000_000_000, busy)));
}
