using System.Collections.Immutable;
using Paretune.Tuning.Models;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// What is believed of a space by what has completed: the scales of the model are fitted again whenever there is a quarter more of it.
/// </summary>
/// <param name="axes">How many costs tell configurations apart.</param>
/// <param name="earlier">What is known beside that of an older search.</param>
internal sealed class Beliefs(ImmutableArray<int> groups, int axes, EarlierPoints earlier)
{
    // Scales change slowly, and to fit them takes longer than a proposal.
    private const int Growth = 4;

    /// <summary>From fewer no scales are fitted.</summary>
    public const int First = 6;

    /// <summary>What fits scales: more say no more of them.</summary>
    public const int MostFitted = 200;

    private (SeenPoint[] To, KernelScales Scales)? _fitted;

    /// <param name="seen">In the order in which they completed.</param>
    /// <param name="running">That have no result yet.</param>
    public Belief Compute(IReadOnlyList<SeenPoint> seen, IReadOnlyCollection<SeenPoint> running)
    {
        var kept = Kept(seen, KeptTrials.Most);
        return new(kept, Older(kept, seen, KeptTrials.Most), running, ScalesOf(seen), axes);
    }

    /// <summary>Older results stand beside those of this search as far as there is room.</summary>
    private IReadOnlyList<SeenPoint> Older(IReadOnlyList<SeenPoint> kept, IReadOnlyList<SeenPoint> seen, int most) =>
        earlier.Select(seen, most - kept.Count);

    /// <summary>What diverged is as bad as the worst that did not.</summary>
    private static IReadOnlyList<SeenPoint> Kept(IReadOnlyList<SeenPoint> seen, int most)
    {
        var worst = seen.Select(one => one.LogError).Where(double.IsFinite).DefaultIfEmpty(LogErrors.Worst).Max();
        return KeptTrials.Select([.. seen.Select(one => double.IsFinite(one.LogError) ? one : one with { LogError = worst })], most);
    }

    /// <summary>
    /// Fitted to what there was when there was last a quarter more, so that they do not depend on when somebody asks.
    /// </summary>
    private KernelScales ScalesOf(IReadOnlyList<SeenPoint> seen)
    {
        var due = 0;
        for (var next = First; next <= seen.Count; next += Math.Max(1, next / Growth))
            due = next;
        SeenPoint[] to = [.. seen.Take(due)];
        if (_fitted is not { } fitted || !to.SequenceEqual(fitted.To))
            _fitted = fitted = (to, due == 0 && earlier.Count < First ? ScaleFit.Usual(groups) : Fitted(to));
        return fitted.Scales;
    }

    private KernelScales Fitted(SeenPoint[] to)
    {
        var kept = Kept(to, MostFitted);
        return new ScaleFit(SeenPoint.Observed([.. kept, .. Older(kept, to, MostFitted)]), groups).Best();
    }
}
