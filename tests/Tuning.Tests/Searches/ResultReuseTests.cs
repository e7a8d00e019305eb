using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>Trials that reuse the result of an equal one.</summary>
public sealed class ResultReuseTests
{
    private const string Cpu = "training 1, torch 2, cpu, 1 thread of one";

    [Fact]
    public void A_trial_that_takes_a_result_is_what_the_trained_one_is_and_nothing_was_spent_on_it()
    {
        var before = Trained(trials: 2);
        var after = New(trials: 2);

        Assert.True(Reuse(after, before, number: 1));
        Assert.True(Reuse(after, before, number: 2));

        Assert.All([1, 2], number =>
        {
            var (trained, reused) = (before.Trial(number), after.Trial(number));
            Assert.Equal(new TrialId(Scene.Id, number), reused.ReusedFrom);
            Assert.Equal(
                trained with { Estimate = null, Attempt = 1 },
                reused with { Estimate = null, ReusedFrom = null, OnFront = trained.OnFront });
            Assert.Equal(before.Search.Curves([number])!.Value[0].Points, after.Search.Curves([number])!.Value[0].Points);
        });
        var view = after.Search.Show()!;
        Assert.Equal((SearchState.Completed, 2, 0.0), (view.State, view.Counts.Reused, view.DeviceSeconds));
        Assert.Equal((6, 6), (view.Counts.EpochsDone, view.Counts.EpochsTotal));
        after.Replays();
    }

    [Fact]
    public void One_that_was_not_tested_there_is_tested_here_by_the_attempt_that_has_its_model()
    {
        var before = Trained(trials: 1);
        var after = New(trials: 1);

        Reuse(after, before, number: 1, withTest: false);
        var test = after.Lease()!;

        Assert.Equal((LeaseKind.Test, 1, 2), (test.Kind, test.ModelAttempt, test.Attempt));
        after.Tested(test);
        Assert.Equal(SearchState.Completed, after.Search.Show()!.State);
        after.Replays();
    }

    [Fact]
    public void One_that_is_trained_further_has_its_result_from_the_other_until_that_is_done()
    {
        var before = Trained(trials: 1);
        var after = New(trials: 1);
        Reuse(after, before, number: 1);

        after.Take(after.Search.ExtendTrial(1, 1, after.Now));
        Assert.Equal((1, true), (after.Search.Show()!.Counts.Reused, after.Trial(1).ReusedFrom is not null));
        var lease = Lease(after)!;
        Assert.Equal((2, 4), (lease.Attempt, lease.Job.Epochs));
        after.Report(lease, 4);

        Assert.Equal((0, false), (after.Search.Show()!.Counts.Reused, after.Trial(1).ReusedFrom is not null));
        after.Replays();
    }

    [Theory, InlineData("grid"), InlineData("asha"), InlineData("front"), InlineData("bayesian"), InlineData("random")]
    public void Every_strategy_goes_on_after_results_that_were_taken_and_decides_so_again(string strategy)
    {
        SearchSpec With(SearchSpec spec) => spec with
        {
            Epochs = 9,
            Strategy = strategy == "random" ? new StrategySpec(strategy).With("samples", 8) : new(strategy),
        };
        var before = Trained(trials: 8, spec => spec with { Epochs = 9 });
        var after = New(trials: 8, With);

        for (var i = 0; i < 200 && !after.Search.Ended; i++)
            if (Wanted(after) is not { } wanted || wanted.Trial % 2 == 0
                || !after.Take(after.Search.Reuse(Result(before, Holder(before, wanted), wanted), wanted, after.Now)))
                Advance(after);

        Assert.Equal(SearchState.Completed, after.Search.Show()!.State);
        Assert.True(after.Search.Show()!.Counts.Reused > 0);
        after.Replays();
    }

    [Fact]
    public void What_a_worker_trains_next_is_wanted_only_while_it_may_be_begun()
    {
        var scene = New(trials: 3);
        Assert.Equal((1, 1), (Wanted(scene)!.Trial, Wanted(scene)!.Attempt));

        var lease = Lease(scene);
        Assert.Equal(2, scene.Search.Wanted(Worker(2), scene.Now)!.Trial);
        // The worker already holds an attempt, and requests its lease again.
        Assert.Null(Wanted(scene));

        scene.Take(scene.Search.Pause(scene.Now));
        Assert.Null(scene.Search.Wanted(Worker(2), scene.Now));
        scene.Take(scene.Search.Resume(scene.Now));
        // The paused trial continues first.
        Assert.Null(scene.Search.Wanted(Worker(2), scene.Now));
        Assert.NotNull(lease);
    }

    [Fact]
    public void A_result_for_a_trial_that_is_not_next_any_more_changes_nothing()
    {
        var before = Trained(trials: 2);
        var after = New(trials: 2);
        var wanted = Wanted(after)!;
        Lease(after);
        var entries = after.Ledger.Count;

        Assert.False(after.Take(after.Search.Reuse(Result(before, 1, wanted), wanted, after.Now)));

        Assert.Equal(entries, after.Ledger.Count);
    }

    [Fact]
    public void A_result_is_not_given_to_another_configuration_that_was_proposed_under_the_same_number()
    {
        var scene = New(trials: 60, spec => spec with { Strategy = new("bayesian") });
        for (var trial = 1; trial <= 6; trial++)
            Advance(scene);
        var seventh = Lease(scene)!;
        Suggest(scene.Space.At(40));
        var wanted = scene.Search.Wanted(Worker(2), scene.Now)!;
        scene.Train(seventh, 0.99);
        Suggest(scene.Space.At(41));
        var entries = scene.Ledger.Count;

        var isTaken = scene.Take(scene.Search.Reuse(ResultOf(seventh), wanted, scene.Now));

        Assert.False(isTaken);
        Assert.Equal(entries, scene.Ledger.Count);
        Assert.Equal((8, scene.Space.At(40)), (wanted.Trial, wanted.Candidate));
        Assert.Equal(scene.Space.At(41), scene.Search.Wanted(Worker(2), scene.Now)!.Candidate);

        void Suggest(Candidate candidate) => scene.Search.Take(scene.Search.Ahead!, candidate);

        static RecordedResult ResultOf(Lease lease) =>
            new(new(new("ffff0000"), 1), new(new("ffff0000"), 1), 1, [Scene.Reported(lease, 1)], Test: null);
    }

    [Fact]
    public void Nothing_is_wanted_where_the_search_says_no_or_results_would_differ()
    {
        var gpu = new WorkerId("host", "cuda:0", "a") { TrainsWith = "training 1, torch 2, A100" };

        Assert.Null(Wanted(New(1, spec => spec with { Reuse = false })));
        Assert.Null(Wanted(New(1, spec => spec with { Trainer = "mine" })));
        Assert.Null(New(1).Search.Wanted(Worker() with { TrainsWith = null }, default));
        Assert.Null(Wanted(new(1, keeping: new(IsApart: true), recipe: RecipeOptions.Former)));
        Assert.Null(Wanted(new(1, recipe: RecipeOptions.Former, dataset: Scene.Dataset with { Name = "photos", Content = null })));
        // GPUs add in no fixed order, so results are reused only on request.
        Assert.Null(New(1).Search.Wanted(gpu, default));
        Assert.NotNull(New(1, spec => spec with { Reuse = true }).Search.Wanted(gpu, default));
    }

    [Fact]
    public void All_that_training_depends_on_makes_another_key_and_nothing_else_does()
    {
        var dataset = Scene.Dataset;
        var key = Key(spec => spec);

        SearchSpec[] same =
        [
            Sample.Spec with { Name = "other", Optimum = "knee", Priority = 3, Objectives = ["accuracy", "bytes"], Limits = new(Macs: 5) },
            Sample.Spec with { Strategy = new("asha"), MaxAttempts = 9, Budget = new(Trials: 4), Replicates = 3, Reuse = true },
        ];
        Assert.All(same, spec => Assert.Equal(key, Key(_ => spec)));
        string?[] others =
        [
            Key(spec => spec with { Epochs = 4 }), Key(spec => spec with { Seed = 2 }), Key(spec => spec with { BaseResolution = 64 }),
            Key(spec => spec with { TrainImages = 500 }), Key(spec => spec with { Latency = Precision.Fp32 }),
            Key(spec => spec with { Precision = TrainingPrecision.Bf16 }),
            Format(Sample.Spec, dataset with { Content = "other" }, "dilated-separable", Configured, Cpu),
            Format(Sample.Spec, dataset, "mobilenet", Configured, Cpu),
            Format(Sample.Spec, dataset, "dilated-separable", Configured with { BatchSize = 64 }, Cpu),
            Format(Sample.Spec, dataset, "dilated-separable", Configured with { LearningRate = 0.002 }, Cpu),
            Format(Sample.Spec, dataset, "dilated-separable",
                Configured with { Recipe = RecipeOptions.Former with { Optimizer = OptimizerKind.Sgd } }, Cpu),
            Format(Sample.Spec, dataset, "dilated-separable", Configured, "training 2, torch 2, cpu, 1 thread of one"),
        ];
        Assert.Equal(others.Length + 1, others.Append(key).Distinct().Count());
        Assert.All(others, Assert.NotNull);

        string? Key(Func<SearchSpec, SearchSpec> with) => Format(with(Sample.Spec), dataset, "dilated-separable", Configured, Cpu);
    }

    [Fact]
    public void The_keys_that_are_looked_up_before_a_start_are_those_that_its_trials_will_want()
    {
        var spec = SearchSpecReader.Read(
            JsonDocument.Parse("""{ "dataset": "shapes", "space": { "width": [1, 0.5] } }""").RootElement, [Scene.Dataset], []).Spec!;

        var keys = ReusableTrials.KeysOf(spec, Scene.Dataset, [Worker(), Worker(2), Scene.Worker(3)]);

        var search = new Search(Scene.Id);
        search.Start(spec, Scene.Dataset, DateTimeOffset.UnixEpoch);
        string[] wanted = [.. Enumerable.Range(1, 2).Select(number =>
        {
            var key = search.Wanted(Worker(number), DateTimeOffset.UnixEpoch)!.Key;
            search.Lease(Worker(number), DateTimeOffset.UnixEpoch);
            return key;
        })];
        Assert.Equal(wanted.Order(), keys.Select(key => Assert.Single(key)).Order());
        Assert.Empty(ReusableTrials.KeysOf(spec with { Reuse = false }, Scene.Dataset, [Worker()]));
        Assert.Empty(ReusableTrials.KeysOf(spec, Scene.Dataset, [Scene.Worker(3)]));
    }

    [Fact]
    public void A_result_has_no_key_where_more_than_its_settings_decided_it()
    {
        Assert.NotNull(KeyOf(lose: false, Cpu));
        Assert.NotNull(KeyOf(lose: true, Cpu));
        Assert.Null(KeyOf(lose: true, "training 1, torch 2, cpu, 2 threads of one"));
        Assert.Null(KeyOf(lose: true, null));

        var halved = New(trials: 1);
        halved.Fail(Lease(halved)!, AttemptFailure.OutOfMemory);
        halved.Train(Lease(halved)!);
        Assert.Null(End(halved).Result);
    }

    [Fact]
    public void A_trial_that_was_trained_further_since_hands_on_nothing_and_one_that_took_its_result_names_who_trained_it()
    {
        var scene = Trained(trials: 1);
        var key = End(scene).Result!;
        var wanted = Wanted(New(trials: 1))!;
        var other = new TrialId(new("ffff0000"), 1);
        var copied = RecordedResult.Find(other, key, [Result(scene, 1, wanted).For(other.Search, wanted)])!;

        Assert.Equal((new TrialId(Scene.Id, 1), other), (copied.From, copied.Holder));
        Assert.Null(RecordedResult.Find(new(Scene.Id, 1), "another", scene.Ledger));
        scene.Take(scene.Search.ExtendTrial(1, 2, scene.Now));
        Assert.Null(RecordedResult.Find(new(Scene.Id, 1), key, scene.Ledger));
    }

    private static Configuration Configured => Sample.Configuration() with { Recipe = RecipeOptions.Former };

    private static string? Format(SearchSpec spec, Dataset dataset, string network, Configuration configuration, string? trainsWith) =>
        ResultKey.Compute(spec, dataset, network, configuration, trainsWith);

    private static WorkerId Worker(int number = 1) => Scene.Worker(number) with { TrainsWith = Cpu };

    private static Scene New(int trials, Func<SearchSpec, SearchSpec>? with = null) =>
        new(trials, with, recipe: RecipeOptions.Former);

    private static WantedResult? Wanted(Scene scene) => scene.Search.Wanted(Worker(), scene.Now);

    private static Lease? Lease(Scene scene) => scene.Take(scene.Search.Lease(Worker(), scene.Now));

    private static AttemptEnded End(Scene scene) => scene.Ledger.OfType<AttemptEnded>().First(end => end.State == TrialState.Completed);

    private static string? KeyOf(bool lose, string? other)
    {
        var scene = New(trials: 1);
        var first = Lease(scene)!;
        scene.Report(first, 1);
        if (lose)
            scene.Fail(first, AttemptFailure.Preempted);
        var lease = lose ? scene.Take(scene.Search.Lease(Worker(2) with { TrainsWith = other }, scene.Now))! : first;
        for (var epoch = 2; epoch <= scene.Spec.Epochs; epoch++)
            scene.Report(lease, epoch);
        return End(scene).Result;
    }

    private static Scene Trained(int trials, Func<SearchSpec, SearchSpec>? with = null)
    {
        var scene = New(trials, with);
        for (var i = 0; i < 1000 && !scene.Search.Ended; i++)
            Advance(scene);
        Assert.Equal(SearchState.Completed, scene.Search.Show()!.State);
        return scene;
    }

    /// <summary>Trains or tests the next trial, with an accuracy that depends on the trial.</summary>
    private static void Advance(Scene scene)
    {
        if (Lease(scene) is not { } lease)
            return;
        if (lease.Kind == LeaseKind.Test)
            scene.Tested(lease);
        else
            scene.Train(lease, 0.9 - 0.05 * lease.Trial.Number);
    }

    private static int Holder(Scene scene, WantedResult wanted) =>
        scene.Ledger.OfType<AttemptEnded>().First(end => end.Result == wanted.Key).Trial;

    private static RecordedResult Result(Scene scene, int number, WantedResult wanted) => RecordedResult.Find(
        new(Scene.Id, number), wanted.Key, scene.Ledger.Where(entry => entry switch
        {
            EpochReported { Report: var report } => report.Trial.Number == number,
            AttemptStarted started => started.Trial == number,
            AttemptEnded ended => ended.Trial == number,
            TrialTested { Result: var result } => result.Trial.Number == number,
            _ => false,
        }))!;

    private static bool Reuse(Scene scene, Scene from, int number, bool withTest = true)
    {
        var wanted = Wanted(scene)!;
        Assert.Equal(number, wanted.Trial);
        var result = Result(from, number, wanted);
        return scene.Take(scene.Search.Reuse(withTest ? result : result with { Test = null }, wanted, scene.Now));
    }
}
