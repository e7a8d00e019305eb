using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Strategies;

/// <summary>Exhausts strategies and spaces.</summary>
internal static class Driving
{
    /// <summary>Returns every configuration that the strategy adds, as a search would add them.</summary>
    public static List<Candidate> All(this IStrategy strategy)
    {
        var all = new List<Candidate>();
        while (strategy.Next() is Proposal.NewTrial(var number, var candidate))
        {
            all.Add(candidate);
            strategy.On(new TrialAdded(number, candidate.Configuration, candidate.Cost, candidate.Network));
        }

        return all;
    }

    /// <summary>Trains the strategy's next proposal for one epoch.</summary>
    public static Configuration Train(this IStrategy strategy, Func<Configuration, double> accuracy)
    {
        var (number, candidate) = Assert.IsType<Proposal.NewTrial>(strategy.Next());
        strategy.On(new TrialAdded(number, candidate.Configuration, candidate.Cost, candidate.Network));
        strategy.On(new EpochReported(
            Scene.Reported(
                new(new(Scene.Id, number), 1, LeaseKind.Train, null!, 0, 1, TimeSpan.Zero, Scene.Worker()), epoch: 1,
                accuracy: accuracy(candidate.Configuration)),
            Decision.Continue));
        strategy.On(new AttemptEnded(number, 1, AttemptOutcome.Completed, TrialState.Completed, ""));
        return candidate.Configuration;
    }

    public static List<Candidate> All(this CandidateSpace space) =>
        [.. Enumerable.Range(0, (int)space.Size!).Select(index => space.At(index))];
}
