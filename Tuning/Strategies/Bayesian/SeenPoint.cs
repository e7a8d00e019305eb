using Paretune.Tuning.Models;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>A trial as the model sees it.</summary>
/// <param name="Index">Among the candidates; negative where it is none of them.</param>
/// <param name="Places">Of its costs.</param>
/// <param name="LogError">That it ended with; NaN where it diverged. Of one that runs it is not read.</param>
/// <param name="Variance">Of the log error, where it is a prediction.</param>
internal sealed record SeenPoint(
    Candidate Candidate, int Index, double[] Point, double[] Places, double LogError, double Variance = 0)
{
    /// <summary>What they teach a model.</summary>
    public static Observations Observed(IReadOnlyList<SeenPoint> seen) => new(
        [.. seen.Select(one => one.Point)], [.. seen.Select(one => one.LogError)], [.. seen.Select(one => one.Variance)]);
}
