using System.Runtime.Intrinsics;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>The mean amount by which accuracies exceed lines, like <see cref="Prediction.ExpectedGain"/>, for several at once.</summary>
/// <param name="means">Of the log errors.</param>
internal readonly struct ExpectedGain(Vector256<double> means, Vector256<double> deviations)
{
    private readonly Vector256<double> _shares = LogErrors.Share(means + deviations * deviations / 2);

    public ExpectedGain(Prediction prediction) : this(Vector256.Create(prediction.Mean), Vector256.Create(prediction.Deviation))
    {
    }

    /// <param name="lines">As log errors.</param>
    /// <param name="shares">The same, as <see cref="LogErrors.Share(double)"/>.</param>
    public Vector256<double> Over(Vector256<double> lines, Vector256<double> shares)
    {
        var distances = (lines - means) / deviations;
        return Vector256.Max(
            Vector256<double>.Zero,
            shares * NormalDistribution.Below(distances) - _shares * NormalDistribution.Below(distances - deviations));
    }
}
