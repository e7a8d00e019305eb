using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Strategies.ModelBased;
using Paretune.Tuning.Tests.Simulation;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>The decisions of front at rungs, and their explanations.</summary>
public sealed class FrontStrategyTests
{
    [Fact]
    public void Of_a_large_space_every_twelfth_is_the_quickest_in_the_next_sixth_of_the_costs()
    {
        var fresh = new UntriedByCost(
            new GridSampler(CandidateSpace.Listed([.. Enumerable.Range(1, 600).Select(number => new Candidate(
                "dilated-separable", Sample.Configuration(dilation: number), new(number, number, number)))])), most: null, seed: 1);
        var (order, begun) = (new InitialThenCheapest(fresh), new List<int>());
        for (; order.Peek(workers: 8) is { } next && begun.Count < 40; order.Take(next.Number))
            begun.Add(next.Number);

        Assert.Equal([1, 101, 201, 301], begun.Where((_, place) => place % 12 == 0));
        Assert.Equal(Enumerable.Range(2, 36), begun.Where((_, place) => place % 12 != 0));
    }

    [Fact]
    public void It_begins_with_the_quickest_in_each_sixth_of_the_costs_and_ends_with_the_longest_where_workers_are_many()
    {
        var scene = FrontScenes.Taught();

        Assert.Equal([1, 3, 5, 7, 9, 11], scene.Search.Trials()!.Value.Select(trial => trial.Number).Order());
        Assert.Equal([2, 4, 12, 10, 8, 6], Enumerable.Range(1, 6).Select(worker => scene.Lease(worker)!.Trial.Number));
    }

    [Fact]
    public void Before_anything_is_known_the_longest_is_not_begun_first_however_much_longer_it_is()
    {
        var sizes = Enumerable.Range(0, 65).Select(number => (long)(1000 * Math.Pow(1.2, number))).ToList();
        var scene = FrontScenes.NewScene(trials: 64, number => new(sizes[number], sizes[number], 1));

        Assert.Equal(
            [1, 2, 11, 3, 22, 4, 33, 5, 43, 6, 54, 7], Enumerable.Range(1, 12).Select(worker => scene.Lease(worker)!.Trial.Number));
    }

    [Fact]
    public void Where_many_are_begun_before_anything_is_known_they_are_spread_over_all_costs()
    {
        var scene = FrontScenes.NewScene(trials: 64);

        var begun = Enumerable.Range(1, 48).Select(worker => scene.Lease(worker)!.Trial.Number).ToList();

        // The first quarter used up three of the sixteen parts, cheapest first; after that, parts take turns.
        Assert.All(Enumerable.Range(3, 13), part => Assert.InRange(begun[16..].Count(number => (number - 1) / 4 == part), 1, 4));
    }

    [Fact]
    public void The_first_six_go_to_the_end_whatever_their_rungs_say()
    {
        var scene = FrontScenes.NewScene(trials: 12);

        for (var trial = 0; trial < 6; trial++)
            Assert.Equal("completed", scene.Train(scene.Lease()!, accuracy: 0.9 - 0.15 * trial).Reason);
    }

    [Fact]
    public void One_that_is_unlikely_to_end_above_what_is_no_dearer_is_parked_with_the_reason()
    {
        var scene = FrontScenes.Taught();

        var decision = scene.Report(scene.Lease()!, 1, accuracy: 0.1);

        Assert.Equal(DecisionKind.Pause, decision.Kind);
        Assert.Matches(
            @"^parked after 1 epoch: (under 0\.1|\d(\.\d)?) % chance to end above trial 1's 60\.0 % at ≤ 20 k parameters "
                + @"\(predicted \d+\.\d ± \d+\.\d %\)$",
            decision.Reason);
        Assert.Equal((TrialState.Parked, decision.Reason), (scene.Trial(2).State, scene.Trial(2).Reason));
    }

    [Fact]
    public void One_that_nothing_cheaper_opposes_goes_on()
    {
        // Trial 2 is cheaper on the second cost than all completed trials.
        var scene = FrontScenes.NewScene(
            trials: 12, number => new(10_000 * number, 10_000 * number, number == 2 ? 1 : 100),
            spec => FrontScenes.Front(spec) with { Objectives = ["accuracy", "parameters", "bytes"] });
        for (var trial = 0; trial < 6; trial++)
            scene.Train(scene.Lease()!, accuracy: 0.9);

        Assert.Equal(Decision.Continue, scene.Report(scene.Lease()!, 1, accuracy: 0.01));
        Assert.Contains("no trial that costs no more had completed, so it continued", scene.Search.Explain(2), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_two_per_cent_cheaper_is_as_cheap()
    {
        var scene = FrontScenes.NewScene(trials: 7, cost: number => new(number == 2 ? 10_100 : 10_000 * number, 10_000 * number, 1));
        var leases = Enumerable.Range(1, 7).Select(worker => scene.Lease(worker)!).ToDictionary(lease => lease.Trial.Number);
        scene.Train(leases[2], accuracy: 0.9);
        scene.Report(leases[1], 1, accuracy: 0.1);

        Assert.Equal(2, scene.Search.Predictions(1)![0].Opponent);
    }

    [Fact]
    public void A_prediction_is_told_as_data_and_in_words()
    {
        var scene = FrontScenes.Taught();
        scene.Report(scene.Lease()!, 1, accuracy: 0.1);

        var at = Assert.Single(scene.Search.Predictions(2)!);

        Assert.Equal(
            (1, 0.1, 1, 0.6, false), (at.Epochs, Math.Round(at.Accuracy, 9), at.Opponent, Math.Round(at.Line!.Value, 9), at.Continued));
        Assert.InRange(at.Chance, 0, 0.1);
        Assert.InRange(at.Needed!.Value, 0.11, 0.6);
        Assert.StartsWith(
            "Trial 2 is number 2 in grid order; those with the most promising size and hyperparameters start first, and some "
            + "of every size start early. After 1 epoch it was at 10.0 % and predicted to end at ",
            scene.Search.Explain(2), StringComparison.Ordinal);
        Assert.Matches(@"It was parked; \d\d\.\d+ % at this rung would have been enough to continue\.$", scene.Search.Explain(2));
        Assert.Contains("one of the initial trials, which are trained to the end", scene.Search.Explain(1), StringComparison.Ordinal);
        Assert.Null(scene.Search.Predictions(99));
    }

    [Fact]
    public void What_would_have_been_enough_is_just_enough()
    {
        var (one, other) = (FrontScenes.Taught(), FrontScenes.Taught());
        one.Report(one.Lease()!, 1, accuracy: 0.1);
        var needed = one.Search.Predictions(2)![0].Needed!.Value;

        // With another accuracy the prediction is slightly more or less certain, because noise depends on the error.
        Assert.Equal(Decision.Continue, other.Report(other.Lease()!, 1, accuracy: needed + 0.04));
        Assert.Equal(DecisionKind.Pause, other.Report(other.Lease(2)!, 1, accuracy: needed - 0.04).Kind);
    }

    [Fact]
    public void One_objective_alone_is_judged_against_all_that_completed()
    {
        var scene = FrontScenes.NewScene(trials: 12, with: spec => FrontScenes.Front(spec) with { Objectives = ["accuracy"] });
        for (var trial = 0; trial < 6; trial++)
            scene.Train(scene.Lease()!, accuracy: 0.6);

        Assert.Contains("% at any size (predicted", scene.Report(scene.Lease()!, 1, accuracy: 0.1).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_custom_trainer_s_costs_count_from_its_first_report_on()
    {
        var truth = new CurveModel(candidates: 40, epochs: 9, seed: 5);
        var spec = SimulatorTests.Spec(truth) with
        {
            Strategy = new("front"),
            Trainer = "lines",
            Objectives = ["accuracy", "parameters"],
        };

        var run = Simulator.Run(spec, truth, SimulationOptions.Workers(4));

        Assert.Equal(SearchState.Completed, run.Search.Show()!.State);
        Assert.Contains(
            run.Search.Trials()!.Value, trial => trial.State == TrialState.Stopped && trial.Reason.Contains('≤', StringComparison.Ordinal));
        Assert.True(run.SecondsTrained < 0.9 * new FinalTruth(truth).Seconds);
    }

    [Fact]
    public void A_latency_is_not_known_yet_so_MACs_stand_for_it()
    {
        var scene = FrontScenes.Taught(spec => FrontScenes.Front(spec) with { Objectives = ["accuracy", "latency"] });

        Assert.Contains("at ≤ 20 k MACs", scene.Report(scene.Lease()!, 1, accuracy: 0.1).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(3, new[] { 1 })]
    public void Rungs_are_as_far_apart_as_the_reduction_says(int reduction, int[] epochs)
    {
        var scene = FrontScenes.Taught(spec => FrontScenes.Front(spec) with
        {
            Strategy = FrontScenes.Front(spec).Strategy.With("reduction", reduction),
        });
        var lease = scene.Lease()!;
        scene.Report(lease, 1, accuracy: 0.5);
        scene.Report(lease, 2, accuracy: 0.55);

        Assert.Equal(epochs, scene.Search.Predictions(lease.Trial.Number)!.Select(at => at.Epochs));
    }

    [Theory]
    [InlineData(false, false), InlineData(true, false), InlineData(false, true), InlineData(true, true)]
    public void Whatever_the_order_of_the_list_and_the_length_of_epochs_it_trains_far_less_and_loses_little(bool isReversed, bool isEven)
    {
        var truth = new Rearranged(new CurveModel(candidates: 150, epochs: 27, seed: 7), isReversed, isEven);
        var spec = SimulatorTests.Spec(truth) with { Strategy = new StrategySpec("front").With("sampler", "grid") };

        var run = Simulator.Run(spec, truth, SimulationOptions.Workers(8));

        var lost = RegretCurve.Compute(run, IRegretMeasure.From(truth, Tuning.Metrics.Objectives.From(spec)));
        Assert.InRange(lost[^1].Share, 0.05, 0.7);
        Assert.InRange(lost[^1].Lost.Mean, 0, 0.5);
    }

    [Fact]
    public void Once_the_budget_of_trials_is_spent_parked_ones_resume_although_the_grid_has_more()
    {
        var scene = FrontScenes.Parked(trials: 48, with: spec => FrontScenes.Front(spec) with { Budget = new(Trials: 24) });

        var lease = scene.Lease()!;

        Assert.Equal((LeaseKind.Train, 1, 24), (lease.Kind, lease.ReportedEpochs, scene.Search.Trials()!.Value.Length));
        scene.Replays();
    }

    [Fact]
    public void Whoever_asks_and_however_often_it_answers_as_one_that_only_read_the_ledger()
    {
        var truth = new CurveModel(candidates: 25, epochs: 9, seed: 3);
        var spec = SimulatorTests.Spec(truth) with { Strategy = new("front") };
        var run = Simulator.Run(spec, truth, SimulationOptions.Workers(3));
        var space = Tuning.Spaces.CandidateSpace.Listed(truth.Candidates);
        var asked = StrategyCatalog.Create(spec, () => space);

        foreach (var (at, entry) in run.Entries.Index())
        {
            if (entry is EpochReported { Report: var report })
                Assert.Equal(asked.Judge(report), asked.Judge(report));
            asked.On(entry);
            var next = asked.Next();
            if (at % 10 > 0)
                continue;
            var read = StrategyCatalog.Create(spec, () => space);
            foreach (var earlier in run.Entries.Take(at + 1))
                read.On(earlier);
            Assert.Equal(next, read.Next());
            Assert.Equal(asked.Ending, read.Ending);
        }
    }

    /// <summary>A truth in another order, or with epochs of equal length.</summary>
    private sealed class Rearranged(CurveModel truth, bool isReversed, bool isEven) : ITruth
    {
        private readonly int[] _order = [.. Enumerable.Range(0, truth.Candidates.Length)
            .OrderBy(i => (isReversed ? -1 : 1) * truth.Candidates[i].Cost.Parameters)];

        public System.Collections.Immutable.ImmutableArray<Tuning.Spaces.Candidate> Candidates =>
            [.. _order.Select(i => truth.Candidates[i])];
        public int Epochs => truth.Epochs;
        public int Classes => truth.Classes;

        public EpochTruth At(int candidate, int epoch) =>
            truth.At(_order[candidate], epoch) is var at && isEven ? at with { Seconds = 1 } : at;
    }
}
