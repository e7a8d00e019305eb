using Paretune.Tuning.Models;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>A trial as the model sees it.</summary>
/// <param name="Index">Index among the candidates; negative if it is not one of them.</param>
/// <param name="Places">Of its costs.</param>
/// <param name="LogError">The final log error; NaN if it diverged. Not read for a running trial.</param>
/// <param name="Variance">Variance of the log error, if it is a prediction.</param>
internal sealed record Observation(
    Candidate Candidate, int Index, double[] Point, double[] Places, double LogError, double Variance = 0)
{
    /// <summary>The observations for a model.</summary>
    public static Observations Observed(IReadOnlyList<Observation> seen) => new(
        [.. seen.Select(one => one.Point)], [.. seen.Select(one => one.LogError)], [.. seen.Select(one => one.Variance)]);
}
