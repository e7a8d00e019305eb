using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Strategies.ModelBased;
using Paretune.Tuning.Tests.Searches;
using Paretune.Tuning.Tests.Simulation;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>How trials are treated that have learned nothing yet at a rung.</summary>
public sealed class ChanceLevelCheckTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void Where_all_still_guess_at_the_first_rung_the_one_that_becomes_most_accurate_is_not_parked(int workers)
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var run = Short(seed, workers);

            Assert.Equal(0.92, run.Search.Trials()!.Value.Where(trial => trial.State == TrialState.Completed).Max(trial => trial.Accuracy));
            Assert.DoesNotContain(run.Entries, entry => entry is AttemptEnded
            {
                Outcome: AttemptOutcome.Parked, Reason: var reason
            } && reason.Contains("after 1 epoch:", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void It_is_said_of_one_that_went_on_that_it_was_guessing()
    {
        var run = Short(seed: 1, workers: 1);

        var best = run.Search.Trials()!.Value.Single(trial => trial.Accuracy == 0.92).Number;

        Assert.True(run.Search.Predictions(best)![0].IsGuessing);
        Assert.False(run.Search.Predictions(best)![1].IsGuessing);
        Assert.Contains("After 1 epoch it was at 10.0 %, no better than guessing, and "
            + "predicted", run.Search.Explain(best), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_those_that_guessed_learned_nothing_later_either_the_next_is_parked_and_says_so()
    {
        var scene = FrontScenes.NewScene(trials: 12, classes: 10);
        for (var trial = 0; trial < 6; trial++)
            scene.Train(scene.Lease()!, accuracy: trial < 3 ? 0.6 : 0.1);

        var decision = scene.Report(scene.Lease()!, 1, accuracy: 0.1);

        Assert.Equal(DecisionKind.Pause, decision.Kind);
        Assert.Contains(" (no better than guessing; predicted ", decision.Reason, StringComparison.Ordinal);
        Assert.EndsWith(
            "It was parked, because most trials that are guessing at this rung never "
                + "learn.", scene.Search.Explain(2), StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_guesses_without_a_tenth_of_the_chance_is_parked_and_says_so()
    {
        var scene = FrontScenes.NewScene(trials: 12, classes: 10);
        for (var trial = 0; trial < 6; trial++)
        {
            var lease = scene.Lease()!;
            scene.Report(lease, 1, accuracy: 0.1);
            scene.Train(lease, accuracy: trial == 0 ? 0.99 : 0.5);
        }

        Assert.Equal(DecisionKind.Pause, scene.Report(scene.Lease()!, 1, accuracy: 0.1).Kind);
        Assert.EndsWith(
            "It was parked: a trial that is still guessing needs a chance of 1 %.", scene.Search.Explain(2), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 0, 0.1 + 0.03 * 0.9)]
    [InlineData(10, 200, 0.1 + 2 * 0.0212132)]
    [InlineData(2, 100_000, 0.5 + 0.03 * 0.5)]
    [InlineData(0, 200, -1)]
    [InlineData(1, 200, -1)]
    public void Guessing_is_what_lies_within_noise_of_one_in_so_many_classes(int classes, int images, double line) =>
        Assert.Equal(line, ChanceLevel.From(classes, images).Accuracy, precision: 6);

    [Fact]
    public void One_that_takes_all_for_the_largest_class_guesses()
    {
        var report = Scene.Reported(FrontScenes.NewScene(trials: 1).Lease()!, 1, accuracy: 0.8) with
        {
            ClassAccuracy = [0, 1, 0, double.NaN],
        };

        Assert.True(ChanceLevel.From(classes: 3, images: 0).IsGuessed(report));
        Assert.False(ChanceLevel.From(classes: 3, images: 0).IsGuessed(report with { ClassAccuracy = [] }));
    }

    [Fact]
    public void A_search_that_was_begun_with_version_1_takes_guessing_for_evidence_to_its_end()
    {
        var run = Short(seed: 1, workers: 1);
        var space = CandidateSpace.Listed(ShortSearch.Truth.Candidates);
        var (first, second) = (Parked(1), Parked(2));

        Assert.NotEmpty(first);
        Assert.Empty(second);

        // Judges the same reports again.
        List<Report> Parked(int version)
        {
            var strategy = StrategyCatalog.Create(run.Search.Show()!.Spec, version, () => space);
            var parked = new List<Report>();
            foreach (var entry in run.Entries)
            {
                if (entry is EpochReported { Report: { Epoch: 1 } report } && strategy.Judge(report).Kind == PrunerDecisionKind.Park)
                    parked.Add(report);
                strategy.On(entry);
            }

            return parked;
        }
    }

    private static SimulatedRun Short(long seed, int workers)
    {
        var spec = SimulatorTests.Spec(ShortSearch.Truth) with { Strategy = new("front"), Seed = seed };
        return Simulator.Run(spec, ShortSearch.Truth, SimulationOptions.Workers(workers));
    }
}
