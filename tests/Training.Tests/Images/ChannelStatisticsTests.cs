using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Images;

public sealed class ChannelStatisticsTests
{
    public ChannelStatisticsTests() => LibtorchLoader.Load();

    [Fact]
    public void Each_channel_has_its_own_mean_and_deviation()
    {
        using var scope = NewDisposeScope();
        var channels = new[] { full([2, 1, 4, 4], 10), full([2, 1, 4, 4], 20), cat([zeros([1, 1, 4, 4]), full([1, 1, 4, 4], 100)]) };
        var images = cat(channels, 1).to(ScalarType.Byte);

        var (mean, deviation) = ChannelStatistics.Compute(images);

        Assert.Equal([10f, 20f, 50f], mean.data<float>().ToArray());
        Assert.Equal([1f, 1f, 50f], deviation.data<float>().ToArray());
    }

    [Fact]
    public void What_is_not_asked_for_has_no_part_in_it()
    {
        using var scope = NewDisposeScope();
        var images = cat([zeros([3, 3, 4, 4]), full([1, 3, 4, 4], 200)]).to(ScalarType.Byte);

        var (mean, _) = ChannelStatistics.Compute(images, of: tensor(new long[] { 0, 2 }));

        Assert.Equal(0, mean.max().item<float>());
    }

    [Fact]
    public void A_set_sorted_by_class_is_sampled_from_all_its_classes()
    {
        using var scope = NewDisposeScope();
        var images = cat([zeros([200, 3, 4, 4]), full([200, 3, 4, 4], 200)]).to(ScalarType.Byte);

        var (mean, _) = ChannelStatistics.Compute(images, sampleBytes: 100 * 3 * 4 * 4);

        Assert.InRange(mean.mean().item<float>(), 70, 130);
    }
}
