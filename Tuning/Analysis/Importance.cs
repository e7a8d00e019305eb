using System.Collections.Immutable;

namespace Paretune.Tuning.Analysis;

/// <summary>
/// Computes how important each hyperparameter is for being among the best trials: PED-ANOVA (Watanabe, Bansal and Hutter 2023,
/// <see href="https://arxiv.org/abs/2304.10255"/>), with the constants of Optuna's <c>PedAnovaImportanceEvaluator</c>.
/// </summary>
/// <remarks>A hyperparameter is important if its values are distributed differently among the best trials than among all.</remarks>
public static class Importance
{
    /// <summary>The share of trials that count as the best.</summary>
    public const double BestShare = 0.1;

    // Keeps the ratio of two densities finite.
    private const double Floor = 1e-12;

    /// <summary>Returns the indices of the best trials, including all that tie with the last of them.</summary>
    /// <param name="values">One value per trial.</param>
    public static ImmutableArray<int> Best(IReadOnlyList<double> values, bool isMaximized)
    {
        if (values.Count == 0)
            return [];
        var ordered = isMaximized ? values.OrderDescending() : values.Order();
        var last = ordered.ElementAt((int)Math.Ceiling(BestShare * values.Count) - 1);
        return [.. Enumerable.Range(0, values.Count).Where(trial => isMaximized ? values[trial] >= last : values[trial] <= last)];
    }

    /// <summary>
    /// Returns each hyperparameter's share of the importance, summing to 1; all 0 if the best are distributed like all trials.
    /// </summary>
    /// <param name="best">The result of <see cref="Best"/>.</param>
    public static ImmutableArray<double> Shares(IReadOnlyList<SearchedValues> hyperparameters, IReadOnlyList<int> best)
    {
        double[] divergences = [.. hyperparameters.Select(one => Divergence(one, best))];
        var sum = divergences.Sum();
        return [.. divergences.Select(divergence => sum > 0 ? divergence / sum : 0)];
    }

    /// <summary>Computes Pearson's divergence of the best trials from all trials.</summary>
    private static double Divergence(SearchedValues values, IReadOnlyList<int> best)
    {
        var among = GridDensity.Compute(values.Count(best), values.IsOrdered);
        var all = GridDensity.Compute(values.Count(Enumerable.Range(0, values.Places.Length)), values.IsOrdered);
        return among.Zip(all, (one, other) => (other + Floor) * Math.Pow((one + Floor) / (other + Floor) - 1, 2)).Sum();
    }
}
