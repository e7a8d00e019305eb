namespace Paretune.Models.Onnx;

/// <summary>Folds a batch norm, which at inference scales and shifts each channel, into the convolution before it.</summary>
internal readonly record struct BatchNormFolding(float[] Scale, float[] Shift, float[] Mean, float[] Variance)
{
    /// <summary>Torch's default, which prevents division by zero in a channel without variance.</summary>
    public const double Epsilon = 1e-5;

    /// <summary>
    /// Returns the weights [channels, …] and bias of the convolution with the norm folded in; computed in double, so that folding costs no
    /// accuracy.
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
