using System.Collections.Immutable;

namespace Paretune.Tuning.Models;

/// <summary>The length scales of the features of a <see cref="GaussianProcess"/>, and the noise of its observations.</summary>
/// <param name="Weights">For each feature, 1 over its squared length scale.</param>
/// <param name="Noise">As a share of the variance.</param>
internal sealed record KernelScales(ImmutableArray<double> Weights, double Noise)
{
    public double Distance(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var sum = 0.0;
        for (var feature = 0; feature < Weights.Length; feature++)
            sum += Weights[feature] * (one[feature] - other[feature]) * (one[feature] - other[feature]);
        return sum;
    }
}
