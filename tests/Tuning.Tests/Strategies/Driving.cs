using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Strategies;

/// <summary>Asks strategies and spaces for all they have.</summary>
internal static class Driving
{
    /// <summary>Every configuration that the strategy adds, as a search adds them.</summary>
    public static List<Candidate> All(this IStrategy strategy)
    {
        var all = new List<Candidate>();
        while (strategy.Next() is Proposal.Fresh(var number, var candidate))
        {
            all.Add(candidate);
            strategy.On(new TrialAdded(number, candidate.Configuration, candidate.Cost, candidate.Network));
        }

        return all;
    }

    public static List<Candidate> All(this CandidateSpace space) =>
        [.. Enumerable.Range(0, (int)space.Size!).Select(index => space.At(index))];
}
