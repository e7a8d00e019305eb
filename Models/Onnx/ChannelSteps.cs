namespace Paretune.Models.Onnx;

/// <summary>Weights as integers, with a scale per channel.</summary>
internal static class ChannelSteps
{
    /// <summary>
    /// The largest integer of a weight; the smallest is its negative. Seven bits, because processors before 2019 (x64 without VNNI) add two
    /// products in 16 bits, which would overflow with eight.
    /// </summary>
    public const int Most = 63;

    /// <summary>The largest integer for per-channel convolutions: eight bits, because their kernels add in 32 bits everywhere.</summary>
    public const int MostPerChannel = 127;

    /// <param name="weights">[channels, …].</param>
    /// <param name="most">The largest integer; the smallest is its negative.</param>
    public static (sbyte[] Whole, float[] Scales) Compute(ReadOnlySpan<float> weights, int channels, int most = Most)
    {
        var each = weights.Length / channels;
        var (whole, scales) = (new sbyte[weights.Length], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var largest = 0f;
            foreach (var weight in weights.Slice(channel * each, each))
                largest = Math.Max(largest, Math.Abs(weight));

            // A channel of zeros gets scale 1.
            scales[channel] = largest > 0 ? Math.Max(largest / most, float.Epsilon * (1 << 23)) : 1;
            for (var at = channel * each; at < (channel + 1) * each; at++)
                whole[at] = (sbyte)Math.Clamp(MathF.Round(weights[at] / scales[channel]), -most, most);
        }

        return (whole, scales);
    }
}
