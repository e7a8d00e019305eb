using System.Collections.Immutable;
using Paretune.Tuning.Models;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// The models of a space from its completed trials. The length scales are fitted again whenever the number of results has grown by a
/// quarter.
/// </summary>
/// <param name="axes">How many costs tell configurations apart.</param>
/// <param name="earlier">The results of an older search.</param>
internal sealed class SurrogateModel(ImmutableArray<int> groups, int axes, EarlierPoints earlier)
{
    // Length scales change slowly, and fitting them takes longer than a proposal.
    private const int Growth = 4;

    /// <summary>With fewer results no scales are fitted.</summary>
    public const int First = 6;

    /// <summary>The most results that scales are fitted to; more do not improve them.</summary>
    public const int MostFitted = 200;

    private (Observation[] To, KernelScales Scales)? _fitted;

    /// <param name="seen">In the order in which they completed.</param>
    /// <param name="running">Trials without a result.</param>
    public SurrogatePosterior Compute(IReadOnlyList<Observation> seen, IReadOnlyCollection<Observation> running)
    {
        var kept = Kept(seen, TrainingSubset.Most);
        return new(kept, Older(kept, seen, TrainingSubset.Most), running, ScalesOf(seen), axes);
    }

    /// <summary>Results of the older search are added as far as there is room beside those of this search.</summary>
    private IReadOnlyList<Observation> Older(IReadOnlyList<Observation> kept, IReadOnlyList<Observation> seen, int most) =>
        earlier.Select(seen, most - kept.Count);

    /// <summary>A diverged trial counts like the worst one that did not diverge.</summary>
    private static IReadOnlyList<Observation> Kept(IReadOnlyList<Observation> seen, int most)
    {
        var worst = seen.Select(one => one.LogError).Where(double.IsFinite).DefaultIfEmpty(LogErrors.Worst).Max();
        return TrainingSubset.Select([.. seen.Select(one => double.IsFinite(one.LogError) ? one : one with { LogError = worst })], most);
    }

    /// <summary>Fitted to the results at the last growth by a quarter, so that they do not depend on when a worker asks.</summary>
    private KernelScales ScalesOf(IReadOnlyList<Observation> seen)
    {
        var due = 0;
        for (var next = First; next <= seen.Count; next += Math.Max(1, next / Growth))
            due = next;
        Observation[] to = [.. seen.Take(due)];
        if (_fitted is not { } fitted || !to.SequenceEqual(fitted.To))
            _fitted = fitted = (to, due == 0 && earlier.Count < First ? ScaleFit.Usual(groups) : Fitted(to));
        return fitted.Scales;
    }

    private KernelScales Fitted(Observation[] to)
    {
        var kept = Kept(to, MostFitted);
        return new ScaleFit(Observation.Observed([.. kept, .. Older(kept, to, MostFitted)]), groups).Best();
    }
}
