using System.Collections.Immutable;
using Paretune.Tuning.Models;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// What is believed of a space by what has completed: the scales of the model are fitted anew whenever there is a quarter more of it.
/// </summary>
/// <param name="axes">How many costs tell configurations apart.</param>
internal sealed class Beliefs(ImmutableArray<int> groups, int axes)
{
    // Scales change slowly, and to fit them takes longer than a proposal.
    private const int Growth = 4, First = 6;

    // What fits scales: more say no more of them.
    private const int MostFitted = 200;

    private (SeenPoint[] To, KernelScales Scales) _fitted = ([], ScaleFit.Usual(groups));

    /// <param name="seen">In the order in which they completed.</param>
    /// <param name="running">That have no result yet.</param>
    public Belief Of(IReadOnlyList<SeenPoint> seen, IReadOnlyCollection<SeenPoint> running)
    {
        var kept = Kept(seen, KeptTrials.Most);
        return new(Observed(kept), ScalesOf(seen), kept, running, axes);
    }

    /// <summary>What diverged is as bad as the worst that did not.</summary>
    private static IReadOnlyList<SeenPoint> Kept(IReadOnlyList<SeenPoint> seen, int most)
    {
        var worst = seen.Select(one => one.LogError).Where(double.IsFinite).DefaultIfEmpty(LogErrors.Worst).Max();
        return KeptTrials.Of(
            [.. seen.Select(one => double.IsFinite(one.LogError) ? one : one with { LogError = worst })],
            one => one.LogError, CostOf, most);
    }

    private static double CostOf(SeenPoint one) => one.Places is [var cost, ..] ? cost : 0;

    private static Observations Observed(IReadOnlyList<SeenPoint> seen) => new(
        [.. seen.Select(one => one.Point)], [.. seen.Select(one => one.LogError)], [.. seen.Select(one => one.Variance)]);

    /// <summary>
    /// Fitted to what there was when there was last a quarter more, so that they do not depend on when somebody asks.
    /// </summary>
    private KernelScales ScalesOf(IReadOnlyList<SeenPoint> seen)
    {
        var due = 0;
        for (var next = First; next <= seen.Count; next += Math.Max(1, next / Growth))
            due = next;
        SeenPoint[] to = [.. seen.Take(due)];
        if (!to.SequenceEqual(_fitted.To))
            _fitted = (to, due == 0 ? ScaleFit.Usual(groups) : new ScaleFit(Observed(Kept(to, MostFitted)), groups).Best());
        return _fitted.Scales;
    }
}
