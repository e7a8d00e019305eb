using System.Collections.Immutable;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Simulation;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Tests.Searches;
using Paretune.Tuning.Tests.Simulation;

namespace Paretune.Tuning.Tests.Strategies.Bayesian;

public sealed class BayesianStrategyTests
{
    [Fact]
    public void The_first_six_are_spread_over_all_costs()
    {
        var scene = NewScene(trials: 60);

        var first = Enumerable.Range(1, 6).Select(worker => scene.Lease(worker)!.Job.Configuration.Dilation);

        Assert.Equal([1, 11, 21, 31, 41, 51], first);
    }

    [Fact]
    public void After_them_it_tries_near_what_was_good_for_its_size()
    {
        var scene = NewScene(trials: 60);
        for (var trial = 0; trial < 6; trial++)
            Train(scene);

        var next = Enumerable.Range(0, 6).Select(_ => Train(scene)).ToList();

        // Accuracy grows up to 35 and falls beyond it, so values far beyond are not worth trying.
        Assert.All(next, dilation => Assert.InRange(dilation, 1, 45));
        Assert.Contains(next, dilation => Math.Abs(dilation - 35) <= 3);
    }

    [Fact]
    public void Two_proposals_in_one_batch_differ_and_are_no_neighbours()
    {
        var scene = NewScene(trials: 60);
        for (var trial = 0; trial < 8; trial++)
            Train(scene);

        var batch = Enumerable.Range(1, 4).Select(worker => scene.Lease(worker)!.Job.Configuration.Dilation).Order().ToList();

        Assert.Equal(4, batch.Distinct().Count());
        Assert.All(batch.Zip(batch.Skip(1)), pair => Assert.True(pair.Second - pair.First > 1, string.Join(", ", batch)));
    }

    [Fact]
    public void A_list_is_tried_to_its_end_each_configuration_once()
    {
        var scene = NewScene(trials: 15);

        var tried = new List<int>();
        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
        {
            tried.Add(lease.Job.Configuration.Dilation);
            scene.Train(lease);
        }

        Assert.Equal(Enumerable.Range(1, 15), tried.Order());
    }

    [Fact]
    public void Where_trials_diverged_few_more_are_tried()
    {
        var scene = NewScene(trials: 60);

        var diverged = 0;
        for (var trial = 0; trial < 25; trial++)
        {
            var lease = scene.Lease()!;
            if (lease.Job.Configuration.Dilation <= 40)
                scene.Train(lease, 0.5 + 0.005 * lease.Job.Configuration.Dilation);
            else
                diverged += scene.Report(lease, 1, double.NaN).Kind == DecisionKind.Stop ? 1 : 0;
        }

        // Two of the first six diverge, and more expensive configurations look promising until some more have diverged.
        Assert.InRange(diverged, 2, 6);
    }

    [Fact]
    public void A_trial_that_diverged_says_more_than_one_that_runs()
    {
        int AfterIt(bool diverges)
        {
            var scene = NewScene(trials: 60);
            for (var trial = 0; trial < 6; trial++)
                Train(scene);
            var lease = scene.Lease(worker: 2)!;
            if (diverges)
                scene.Report(lease, 1, double.NaN);
            return Math.Abs(scene.Lease()!.Job.Configuration.Dilation - lease.Job.Configuration.Dilation);
        }

        // A diverged trial counts as bad as the worst, and lowers the expectation for similar ones.
        Assert.True(AfterIt(diverges: true) > AfterIt(diverges: false));
    }

    [Theory]
    [InlineData(AttemptFailure.Threw), InlineData(AttemptFailure.OutOfMemory), InlineData(AttemptFailure.OverLimits)]
    public void A_trial_that_failed_says_nothing_about_those_beside_it(AttemptFailure failure)
    {
        var scene = NewScene(trials: 60, spec => spec with { MaxAttempts = 1 });
        var failed = AfterNine(scene);

        scene.Fail(failed, failure);
        // It is repeated once with half the micro-batch.
        if (failure == AttemptFailure.OutOfMemory)
            scene.Fail(scene.Lease()!, failure);

        Assert.Equal(1, Math.Abs(DilationOf(scene.Lease()!) - DilationOf(failed)));
        Assert.Null(Difference(scene));
    }

    [Fact]
    public void A_trial_that_its_user_stopped_says_nothing_about_those_beside_it()
    {
        var scene = NewScene(trials: 60);
        var stopped = AfterNine(scene);

        scene.Take(scene.Search.StopTrials([10], scene.Now));

        Assert.Equal(1, Math.Abs(DilationOf(scene.Lease(worker: 2)!) - DilationOf(stopped)));
        Assert.Null(Difference(scene));
    }

    [Fact]
    public void A_failed_trial_that_is_retried_counts_as_running_again()
    {
        var scene = NewScene(trials: 60, spec => spec with { MaxAttempts = 1 });
        var failed = AfterNine(scene);
        scene.Fail(failed, AttemptFailure.Threw);

        scene.Take(scene.Search.Retry([10], scene.Now));
        Assert.Equal(10, scene.Lease()!.Trial.Number);

        Assert.True(Math.Abs(DilationOf(scene.Lease(worker: 2)!) - DilationOf(failed)) > 1);
        Assert.Null(Difference(scene));
    }

    [Fact]
    public void In_a_search_of_version_1_a_failed_trial_counts_as_running()
    {
        var (running, failed) = (Eleventh(version: 1, fails: false), Eleventh(version: 1, fails: true));

        Assert.Equal(running, failed);
        Assert.NotEqual(running, Eleventh(version: 2, fails: true));

        static int Eleventh(int version, bool fails)
        {
            var strategy = NewStrategy(["accuracy", "macs"], version);
            for (var trial = 0; trial < 9; trial++)
                strategy.Train(AccuracyOf);
            var (number, candidate) = Assert.IsType<Proposal.NewTrial>(strategy.Next());
            strategy.On(new TrialAdded(number, candidate.Configuration, candidate.Cost, candidate.Network));
            if (fails)
                strategy.On(new AttemptEnded(number, 1, AttemptOutcome.Threw, TrialState.Failed, ""));
            return Assert.IsType<Proposal.NewTrial>(strategy.Next()).Candidate.Configuration.Dilation;
        }
    }

    [Fact]
    public void It_models_accuracy_in_whatever_order_the_objectives_are()
    {
        Assert.Equal(Proposed(["accuracy", "f1", "macs"], version: 2), Proposed(["f1", "accuracy", "macs"], version: 2));

        // Nothing reports f1, which version 1 models.
        Assert.NotEqual(Proposed(["accuracy", "f1", "macs"], version: 1), Proposed(["f1", "accuracy", "macs"], version: 1));

        static List<int> Proposed(ImmutableArray<string> objectives, int version)
        {
            var strategy = NewStrategy(objectives, version);
            return [.. Enumerable.Range(1, 12).Select(_ => strategy.Train(AccuracyOf).Dilation)];
        }
    }

    [Fact]
    public void Of_ranges_it_proposes_what_no_draw_has()
    {
        var spec = Ranges();
        var (strategy, space) = (StrategyCatalog.Create(spec, () => CandidateSpace.Count(spec, 10)), CandidateSpace.Count(spec, 10));
        strategy.On(new SearchStarted(spec, Scene.Dataset, ""));
        strategy.On(new SpaceCounted(null, null, space.Costs!.Least, space.Costs.Most, space.Costs.MeanMacs, ""));

        var tried = Enumerable.Range(1, 40).Select(_ => strategy.Train(one => 0.9 - 0.1 * Math.Abs(Math.Log10(one.LearningRate) + 2.5)))
            .ToList();

        // The best rate is 10^-2.5.
        Assert.Equal(40, tried.Distinct().Count());
        Assert.True(tried.Min(one => Math.Abs(Math.Log10(one.LearningRate) + 2.5)) < 0.03);
    }

    [Fact]
    public void The_same_entries_give_the_same_proposals_whenever_somebody_asked()
    {
        var run = Simulated();

        var (asked, silent) = (New(), New());
        foreach (var entry in run.Entries)
        {
            asked.On(entry);
            silent.On(entry);
            if (entry is TrialAdded or AttemptEnded)
                asked.Next();
            if (entry.Sequence % 40 == 0)
                Assert.Equal(asked.Next(), silent.Next());
        }

        IStrategy New() => StrategyCatalog.Create(
            run.Entries.OfType<SearchStarted>().Single().Spec, () => CandidateSpace.Listed(run.Truth.Candidates));
    }

    [Fact]
    public void What_was_worked_out_ahead_stands_although_there_are_newer_results_and_is_recorded()
    {
        var scene = NewScene(trials: 60);
        for (var trial = 0; trial < 6; trial++)
            Train(scene);
        var running = scene.Lease(worker: 2)!;
        var ahead = scene.Search.Ahead!;
        var suggested = ahead.Work();

        scene.Train(running, accuracy: 0.99);
        scene.Search.Take(ahead, suggested);
        var lease = scene.Lease()!;

        Assert.Equal(suggested!.Configuration, lease.Job.Configuration);
        Assert.Equal(ahead.From, scene.Ledger.OfType<TrialAdded>().Last().From);
        Assert.Null(Difference(scene));
    }

    [Fact]
    public void What_was_worked_out_before_a_trial_was_added_is_worked_out_anew()
    {
        var scene = NewScene(trials: 60);
        for (var trial = 0; trial < 6; trial++)
            Train(scene);
        var ahead = scene.Search.Ahead!;
        var first = scene.Lease(worker: 1)!;

        scene.Search.Take(ahead, ahead.Work());
        var second = scene.Lease(worker: 2)!;

        Assert.NotEqual(first.Job.Configuration, second.Job.Configuration);
        Assert.Null(Difference(scene));
    }

    [Fact]
    public void Nothing_is_worked_out_ahead_that_is_at_hand_or_known_without()
    {
        var scene = NewScene(trials: 60);
        Train(scene);
        Assert.Null(scene.Search.Ahead);
        for (var trial = 1; trial < 6; trial++)
            Train(scene);

        Assert.True(scene.Search.Ahead!.IsUrgent);
        scene.Search.Take(scene.Search.Ahead, scene.Search.Ahead.Work());

        Assert.Null(scene.Search.Ahead);
    }

    [Fact]
    public void A_list_that_is_parked_in_part_teaches_by_what_is_expected_of_it()
    {
        var truth = new CurveModel(candidates: 80, epochs: 9, seed: 5);
        var spec = SimulatorTests.Spec(truth) with
        {
            Strategy = new StrategySpec("bayesian").With("pruner", "front").With("minEpochs", 1),
            Budget = new() { Trials = 40 },
        };

        var run = Simulator.Run(spec, truth, SimulationOptions.Workers(4));

        Assert.Contains(run.Entries, entry => entry is AttemptEnded { State: TrialState.Parked });
        Assert.Empty(Invariants.Broken(run));
        var parked = run.Entries.OfType<AttemptEnded>().First(entry => entry.State == TrialState.Parked);
        Assert.Contains(run.Entries.OfType<TrialAdded>(), added => added.From == parked.Sequence);
    }

    [Fact]
    public void A_budget_of_trials_ends_it()
    {
        var run = Simulated();

        Assert.Equal(20, run.Entries.OfType<TrialAdded>().Count());
        Assert.Equal(SearchState.Completed, run.Search.Show()!.State);
    }

    /// <summary>Returns the first difference of a replay.</summary>
    private static ReplayDifference? Difference(Scene scene)
    {
        var replay = new SearchReplay(new(Scene.Id, (_, _) => scene.Space));
        scene.Ledger.ForEach(replay.Take);
        replay.End();
        return replay.Difference;
    }

    private static SimulatedRun Simulated()
    {
        var truth = new CurveModel(candidates: 40, epochs: 2, seed: 3);
        return Simulator.Run(
            SimulatorTests.Spec(truth) with { Strategy = new("bayesian"), Budget = new() { Trials = 20 } }, truth,
            SimulationOptions.Workers(3));
    }

    private static SearchSpec Ranges() => Sample.Spec with
    {
        Space = Hyperparameters.DefaultSpace.With("width", 1, 0.5)
            .With("learningRate", new Domain { Range = new(1e-4, 0.1, RangeScale.Log) }),
        Objectives = ["accuracy", "macs"],
        Strategy = new("bayesian"),
    };

    /// <summary>Accuracy grows with the dilation up to 35, costs grow throughout.</summary>
    private static int Train(Scene scene)
    {
        var lease = scene.Lease()!;
        var dilation = lease.Job.Configuration.Dilation;
        scene.Train(lease, AccuracyOf(lease.Job.Configuration));
        return dilation;
    }

    private static double AccuracyOf(Configuration configuration) => 0.8 - 0.01 * Math.Abs(configuration.Dilation - 35);

    private static int DilationOf(Lease lease) => lease.Job.Configuration.Dilation;

    /// <summary>Trains nine trials, and leases the tenth.</summary>
    private static Lease AfterNine(Scene scene)
    {
        for (var trial = 0; trial < 9; trial++)
            Train(scene);
        return scene.Lease()!;
    }

    private static Scene NewScene(int trials, Func<SearchSpec, SearchSpec>? with = null) => new(
        trials, spec => (with ?? (one => one))(Spec(spec, trials)), Cost);

    private static SearchSpec Spec(SearchSpec spec, int trials) => spec with
    {
        Strategy = new("bayesian"),
        Space = spec.Space.With("dilation", [.. Enumerable.Range(1, trials).Select(number => (HyperparameterValue)number)]),
        Objectives = ["accuracy", "macs"],
    };

    /// <summary>Returns the strategy of a search of 60 trials that has just started.</summary>
    private static IStrategy NewStrategy(ImmutableArray<string> objectives, int version)
    {
        var spec = Spec(Sample.Spec, trials: 60) with
        {
            Objectives = objectives,
            Metrics = ImmutableSortedDictionary<string, CustomMetric>.Empty.Add("f1", new(MetricGoal.Maximize, 0, 1, null)),
        };
        var space = CandidateSpace.Listed([.. Enumerable.Range(1, 60).Select(
            number => new Candidate("dilated-separable", Sample.Configuration(dilation: number), Cost(number)))]);
        var strategy = StrategyCatalog.Create(spec, version, () => space);
        strategy.On(new SearchStarted(spec, Scene.Dataset, ""));
        strategy.On(new SpaceCounted(60, 60, space.Costs!.Least, space.Costs.Most, space.Costs.MeanMacs, ""));
        return strategy;
    }

    private static Cost Cost(int number) => new(CostOf(number), 10 * CostOf(number), 4 * CostOf(number));

    // Each is a tenth more expensive than the one before.
    private static long CostOf(int number) => (long)(10_000 * Math.Pow(1.1, number));
}
