using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Strategies.ModelBased;
using Paretune.Tuning.Tests.Simulation;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>How front treats hyperparameters before it has trained with them.</summary>
public sealed class UntriedConfigurationsTests
{
    private static readonly double[] Rates = [0.01, 0.001, 0.0001];

    // Thirty sizes with three learning rates each. The highest rate ends best, which the first epoch does not show.
    private static readonly CurveTable Truth = new(
        [
            .. Enumerable.Range(0, 90).Select(number => (Size: number / 3, Rate: number % 3)).Select(one => new CurveRow(
                new("dilated-separable", Sample.Configuration(dilation: one.Size + 1) with { LearningRate = Rates[one.Rate] },
                    new(1000, 10_000 * (one.Size + 1), 4000)),
                [
                    .. Enumerable.Range(1, 9).Select(epoch => epoch == 9 ? 0.6 + 0.01 * one.Size - 0.1 * one.Rate : 0.2 + 0.01 * epoch)
                        .Select(accuracy => new EpochTruth(accuracy, 1 - accuracy, one.Size + 1)),
                ])),
        ], classes: 10);

    [Fact]
    public void Those_with_the_learning_rate_that_ended_best_on_others_are_begun_before_those_with_the_worst()
    {
        var begun = Run().Entries.OfType<TrialAdded>().ToList();

        var (best, worst) = (Mean(Rates[0]), Mean(Rates[2]));

        Assert.True(best + 15 < worst, $"begun as number {best:0} and {worst:0} on average");
        Assert.Equal(90, begun.Count);

        double Mean(double rate) =>
            begun.Index().Where(one => one.Item.Configuration.LearningRate == rate).Average(one => one.Index);
    }

    [Fact]
    public void A_search_that_was_begun_with_version_2_begins_the_cheapest_of_what_is_left_whatever_its_learning_rate()
    {
        var (strategy, left) = (Strategy(2), Truth.Candidates.Select(one => one.Cost.Macs).Order().ToList());
        foreach (var entry in Run().Entries)
        {
            if (entry is TrialAdded { Cost.Macs: var macs })
            {
                if (90 - left.Count >= 24)
                    Assert.Equal(left[0], Assert.IsType<Proposal.NewTrial>(strategy.Next()).Candidate.Cost.Macs);
                left.Remove(macs);
            }

            strategy.On(entry);
        }
    }

    [Fact]
    public void Its_decisions_follow_from_its_entries()
    {
        var run = Run();
        var (whole, asked) = (Strategy(3), 0);

        foreach (var entry in run.Entries)
        {
            if (entry is TrialAdded added && asked++ % 20 == 0)
            {
                var anew = Strategy(3);
                foreach (var before in run.Entries.TakeWhile(one => one != entry))
                    anew.On(before);
                Assert.Equal(added.Trial, Assert.IsType<Proposal.NewTrial>(anew.Next()).Number);
                Assert.Equal(added.Trial, Assert.IsType<Proposal.NewTrial>(whole.Next()).Number);
            }

            whole.On(entry);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(4)]
    public void The_search_of_the_README_still_finds_its_most_accurate_network(int workers)
    {
        foreach (var seed in Enumerable.Range(1, 20))
        {
            var spec = SimulatorTests.Spec(ShortSearch.Truth) with
            {
                Strategy = new("front"),
                Seed = seed,
                Space = Sample.Spec.Space.With("dilation", 1, 2, 3).With("width", 0.5, 0.25).With("resolution", 1, 0.75),
            };

            var run = Simulator.Run(spec, ShortSearch.Truth, SimulationOptions.Workers(workers));

            Assert.Equal(0.92, run.Search.Trials()!.Value.Where(trial => trial.State == TrialState.Completed).Max(trial => trial.Accuracy));
        }
    }

    [Fact]
    public void Numbers_lie_evenly_over_their_range_by_ratio_where_it_is_wide_and_choices_have_a_term_each()
    {
        var rate = HyperparameterAxis.From("rate", [Domain.List(0.01, 0.001, 0.0001)])!;
        var share = HyperparameterAxis.From("share", [new() { Range = new(1, 3) }])!;
        var choice = HyperparameterAxis.From("choice", [Domain.List("b", "a"), Domain.List("c")])!;

        Assert.Equal([Math.Sqrt(3), 2], rate.Terms(0.01).Select(term => Math.Round(term, 12)), Near);
        Assert.Equal([0, -1], rate.Terms(0.001), Near);
        Assert.Equal([Math.Sqrt(3) / 2, -0.25], share.Terms(2.5), Near);
        Assert.Equal([0, 1, 0], choice.Terms("b"));
        Assert.Single(HyperparameterAxis.From("two", [Domain.List(1, 2)])!.Terms(2));
        Assert.Null(HyperparameterAxis.From("one", [Domain.List(1), Domain.List(1)]));

        static bool Near(double one, double other) => Math.Abs(one - other) < 1e-9;
    }

    private static IStrategy Strategy(int version) => StrategyCatalog.Create(Spec, version, () => CandidateSpace.Listed(Truth.Candidates));

    private static SimulatedRun Run() => Simulator.Run(Spec, Truth, SimulationOptions.Workers(4));

    private static SearchSpec Spec { get; } = SimulatorTests.Spec(Truth) with
    {
        Strategy = new StrategySpec("front").With("sampler", "grid").With("minEpochs", 1),
        Objectives = ["accuracy", "macs"],
        Space = Sample.Spec.Space.With("dilation", [.. Enumerable.Range(1, 30).Select(number => (HyperparameterValue)number)])
            .With("learningRate", 0.01, 0.001, 0.0001),
    };
}
