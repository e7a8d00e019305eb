using Paretune.Tuning.Formatting;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Words;

public sealed class MemoryTextTests
{
    [Theory]
    [InlineData(0, 0, "-")]
    [InlineData(3_100_000_000, 0, "3.10 GB")]
    [InlineData(3_100_000_000, 1_200_000_000, "3.10 GB, 1.20 GB of the GPU")]
    public void The_gpus_memory_is_told_where_it_is_known(long peak, long device, string expected) =>
        Assert.Equal(expected, MemoryText.Of(Scene.Reported(new Scene().Lease()!, epoch: 1) with
        {
            PeakMemoryBytes = peak,
            PeakDeviceMemoryBytes = device,
        }));
}
