namespace Paretune.Training.Kernels;

/// <summary>The parameters of a norm by channel, padded with zeros to whole blocks of lanes.</summary>
internal readonly unsafe struct PackedNorm(float* scale, float* shift, float* mean)
{
    public float* Scale { get; } = scale;
    public float* Shift { get; } = shift;
    public float* Mean { get; } = mean;

    public static PackedNorm From(Norm norm, Scratch scratch) =>
        new(Pack(norm.Scale, scratch), Pack(norm.Shift, scratch), Pack(norm.Mean, scratch));

    /// <summary>Returns the parameters from a channel on.</summary>
    public PackedNorm At(int channel) => new(Scale + channel, Shift + channel, Mean + channel);

    private static float* Pack(float[] values, Scratch scratch)
    {
        var packed = scratch.Take(PairShape.BlocksOf(values.Length) * PairShape.Lanes);
        values.CopyTo(new Span<float>(packed, values.Length));
        return packed;
    }
}

/// <summary>A batch norm with its current statistics: a value becomes value · scale + shift. [channels] each.</summary>
/// <param name="Mean">The batch's mean in training, otherwise the running mean.</param>
/// <param name="Inverse">1 / standard deviation.</param>
internal sealed record Norm(float[] Scale, float[] Shift, float[] Mean, float[] Inverse);
