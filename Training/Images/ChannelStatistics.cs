using static TorchSharp.torch;

namespace Paretune.Training.Images;

/// <summary>
/// Computes mean and standard deviation per colour channel over a random sample of images, because many datasets are sorted by class.
/// </summary>
internal static class ChannelStatistics
{
    // The size of the sample in bytes: 21,845 images of 32×32, or 445 of 224×224. Enough for three digits, and bounded in memory.
    private const long SampleBytes = 64 << 20;
    private const ulong Seed = 1;
    private const int Levels = 256;

    /// <param name="images">[n, channels, size, size] uint8.</param>
    /// <param name="of">Indices of the images, [m] int64; null for all.</param>
    /// <returns>
    /// [1, channels, 1, 1] float32 each, for pixels from 0 to 255. The deviation is at least 1, so that a constant channel does not divide
    /// by zero.
    /// </returns>
    public static (Tensor Mean, Tensor Deviation) Compute(Tensor images, Tensor? of = null, long sampleBytes = SampleBytes)
    {
        using var scope = NewDisposeScope();
        var (n, channels) = (of?.shape[0] ?? images.shape[0], images.shape[1]);
        using var generator = new Generator(Seed, CPU);
        var count = Math.Clamp(sampleBytes / (images.numel() / images.shape[0]), 1, n);
        var drawn = randperm(n, dtype: ScalarType.Int64, generator: generator).narrow(0, 0, count).to(images.device);
        var sample = images.index_select(0, of?.index_select(0, drawn) ?? drawn);
        var figures = Enumerable.Range(0, (int)channels).Select(channel => Moments(sample.select(1, channel).flatten())).ToArray();
        return (Shaped([.. figures.Select(f => f.Mean)]), Shaped([.. figures.Select(f => Math.Max(1, f.Deviation))]));

        Tensor Shaped(float[] values) => tensor(values, device: images.device).view(1, channels, 1, 1).DetachFromDisposeScope();
    }

    // Counts pixels per level as integers, so that the result does not depend on the number of threads.
    private static (float Mean, float Deviation) Moments(Tensor pixels)
    {
        using var counted = pixels.bincount(null, Levels).cpu();
        var counts = counted.data<long>().ToArray();
        double total = counts.Sum();
        var mean = counts.Select((count, level) => count * (double)level).Sum() / total;
        var variance = counts.Select((count, level) => count * (level - mean) * (level - mean)).Sum() / total;
        return ((float)mean, (float)Math.Sqrt(variance));
    }
}
