using Paretune.Tuning.Simulation;

namespace Paretune.Tuning.Tests.Simulation;

public sealed class StatedProbabilityTests
{
    [Fact]
    public void Each_decision_that_something_opposed_is_told_with_what_the_truth_says_of_it()
    {
        var truth = new CurveModel(candidates: 40, epochs: 9, seed: 4, diverging: 0);
        var spec = SimulatorTests.Spec(truth) with { Strategy = new StrategySpec("front").With("sampler", "grid") };

        var run = Simulator.Run(spec, truth, SimulationOptions.Workers(2));

        var final = new FinalTruth(truth).Accuracy.ToArray();
        var expected = run.Entries.OfType<TrialAdded>().SelectMany(added => run.Search.Predictions(added.Trial)!
            .Where(at => at.Opponent is not null)
            .Select(at => new StatedProbability(at.Epochs, at.Chance, final[added.Trial - 1] > final[at.Opponent!.Value - 1]))).ToList();
        Assert.Equal(expected, StatedProbability.From(run));
        Assert.Contains(expected, stated => stated.EndedAbove);
    }

    [Fact]
    public void A_strategy_that_predicts_nothing_states_nothing()
    {
        var truth = new CurveModel(candidates: 10, epochs: 3, seed: 4);

        Assert.Empty(StatedProbability.From(Simulator.Run(SimulatorTests.Spec(truth), truth, new())));
    }
}
