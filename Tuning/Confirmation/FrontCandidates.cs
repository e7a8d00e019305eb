using System.Collections.Immutable;

namespace Paretune.Tuning.Confirmation;

/// <summary>Selects the trials that may be on the front: those that none of equal or lower cost clearly beats.</summary>
internal static class FrontCandidates
{
    /// <summary>Places of the trials, in their order.</summary>
    /// <param name="far">The deviations by which each of two trials may be off.</param>
    /// <param name="most">The maximum number of trials; of more, those that are least behind.</param>
    public static ImmutableArray<int> Compute(IReadOnlyList<MeasuredTrial> trials, IReadOnlyList<Posterior> beliefs, double far, int most)
    {
        var front = Leading(trials, beliefs, far);
        return
        [
            .. Enumerable.Range(0, trials.Count).Select(at => (At: at, Ahead: Ahead(at)))
                .Where(one => one.Ahead >= 0).OrderByDescending(one => one.Ahead).ThenBy(one => one.At).Take(most)
                .Select(one => one.At).Order(),
        ];

        double Ahead(int at)
        {
            var least = double.PositiveInfinity;
            foreach (var member in front)
                if (member != at && ObjectiveOrder.IsNoWorse(trials[member].Losses, trials[at].Losses))
                    least = Math.Min(least, High(beliefs[at], far) - Low(beliefs[member], far));
            return least;
        }
    }

    /// <summary>The front of the lower bounds of accuracies.</summary>
    private static List<int> Leading(IReadOnlyList<MeasuredTrial> trials, IReadOnlyList<Posterior> beliefs, double far)
    {
        var front = new List<int>();
        for (var at = 0; at < trials.Count; at++)
        {
            if (front.Exists(member => Beats(member, at)))
                continue;
            front.RemoveAll(member => Beats(at, member));
            front.Add(at);
        }

        return front;

        bool Beats(int one, int other) =>
            Low(beliefs[one], far) >= Low(beliefs[other], far) && ObjectiveOrder.IsNoWorse(trials[one].Losses, trials[other].Losses);
    }

    private static double Low(Posterior belief, double far) => belief.Mean - far * belief.Deviation;

    private static double High(Posterior belief, double far) => belief.Mean + far * belief.Deviation;
}
