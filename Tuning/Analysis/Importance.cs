using System.Collections.Immutable;

namespace Paretune.Tuning.Analysis;

/// <summary>
/// How much each hyperparameter matters for being among the best: PED-ANOVA (Watanabe, Bansal and Hutter 2023,
/// <see href="https://arxiv.org/abs/2304.10255"/>), with the constants of Optuna's <c>PedAnovaImportanceEvaluator</c>.
/// </summary>
/// <remarks>A hyperparameter matters if its values among the best trials are distributed otherwise than among all.</remarks>
public static class Importance
{
    /// <summary>The share of trials that count as the best.</summary>
    public const double BestShare = 0.1;

    // Keeps the quotient of two densities finite.
    private const double Floor = 1e-12;

    /// <summary>The trials that count as the best, by index; those equal to the last of them too.</summary>
    /// <param name="values">Of each trial.</param>
    public static ImmutableArray<int> Best(IReadOnlyList<double> values, bool isMaximised)
    {
        if (values.Count == 0)
            return [];
        var ordered = isMaximised ? values.OrderDescending() : values.Order();
        var last = ordered.ElementAt((int)Math.Ceiling(BestShare * values.Count) - 1);
        return [.. Enumerable.Range(0, values.Count).Where(trial => isMaximised ? values[trial] >= last : values[trial] <= last)];
    }

    /// <summary>A share of 1 for each hyperparameter; all 0 where the best are distributed as all trials are.</summary>
    /// <param name="best">As <see cref="Best"/> gives them.</param>
    public static ImmutableArray<double> Shares(IReadOnlyList<SearchedValues> hyperparameters, IReadOnlyList<int> best)
    {
        double[] divergences = [.. hyperparameters.Select(one => Divergence(one, best))];
        var sum = divergences.Sum();
        return [.. divergences.Select(divergence => sum > 0 ? divergence / sum : 0)];
    }

    /// <summary>Pearson's divergence of the best from all.</summary>
    private static double Divergence(SearchedValues values, IReadOnlyList<int> best)
    {
        var among = GridDensity.Compute(values.Count(best), values.IsOrdered);
        var all = GridDensity.Compute(values.Count(Enumerable.Range(0, values.Places.Length)), values.IsOrdered);
        return among.Zip(all, (one, other) => (other + Floor) * Math.Pow((one + Floor) / (other + Floor) - 1, 2)).Sum();
    }
}
