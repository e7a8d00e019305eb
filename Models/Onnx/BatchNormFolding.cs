namespace Paretune.Models.Onnx;

/// <summary>A batch norm at inference is a scale and a shift of each channel, which the convolution before it can take over.</summary>
internal readonly record struct BatchNormFolding(float[] Scale, float[] Shift, float[] Mean, float[] Variance)
{
    /// <summary>Torch's, which keeps a channel without variance from dividing by zero.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>
    /// The convolution's weights [channels, …] and bias with the norm in them; in double, so that folding costs no accuracy.
    /// </summary>
    public (float[] Weight, float[] Bias) Into(float[] weight, float[]? bias)
    {
        var (channels, each) = (Scale.Length, weight.Length / Scale.Length);
        var (newWeight, newBias) = (new float[weight.Length], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var factor = Scale[channel] / Math.Sqrt(Variance[channel] + Epsilon);
            newBias[channel] = (float)(Shift[channel] + ((bias?[channel] ?? 0) - (double)Mean[channel]) * factor);
            for (var at = channel * each; at < (channel + 1) * each; at++)
                newWeight[at] = (float)(weight[at] * factor);
        }

        return (newWeight, newBias);
    }
}
