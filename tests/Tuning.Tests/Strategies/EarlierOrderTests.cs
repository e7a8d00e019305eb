using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Strategies;

/// <summary>How the trials of an older search order a new one, and that a replay of such a search makes the same decisions.</summary>
public sealed class EarlierOrderTests
{
    private static readonly double[] Decays = [0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07];

    // Accuracy by weight decay; 0.05 is the best.
    private static double AccuracyOf(double decay) => 0.9 - 200 * (decay - 0.05) * (decay - 0.05);

    [Theory]
    [InlineData("grid")]
    [InlineData("random")]
    [InlineData("asha")]
    public void What_promises_most_is_begun_first(string strategy)
    {
        var without = Begun(New(strategy, known: null), count: 3);
        var with = Begun(New(strategy, known: [0, 0.02, 0.03, 0.05, 0.06, 0.07]), count: 3);

        Assert.NotEqual(without, with);
        // Among networks of equal cost, those most similar to the best known one come first.
        Assert.Equal(0.05, with[0]);
        Assert.Equal([0.04, 0.06], with.Skip(1).Order());
    }

    [Fact]
    public void Of_a_list_the_budget_goes_to_what_promises_most()
    {
        var search = New("grid", known: [0, 0.02, 0.03, 0.05, 0.06, 0.07], spec => spec with { Budget = new(Trials: 2) });

        Assert.Equal(2, search.Show()!.Counts.Total);
        Assert.Equal(0.05, Begun(search, count: 2)[0]);
    }

    [Fact]
    public void Front_begins_the_most_promising_of_each_size_and_then_what_promises_most()
    {
        var with = Begun(New("front", known: [0, 0.02, 0.03, 0.05, 0.06, 0.07]), count: 4);

        // Each sixth of eight begins with one; every other time it is the turn of such a one.
        Assert.Contains(0.05, with);
        Assert.NotEqual(Begun(New("front", known: null), count: 4), with);
    }

    [Theory]
    [InlineData("grid")]
    [InlineData("asha")]
    [InlineData("front")]
    [InlineData("bayesian")]
    public void Nothing_but_its_ledger_is_needed_to_decide_it_again(string strategy)
    {
        var scene = new Scene(
            trials: 8, spec => SpecOf(strategy)(spec), earlier: Known([0, 0.02, 0.03, 0.05, 0.06, 0.07]),
            cost: number => new(1000 + number, 10_000 + number, 4000));

        while (scene.Lease() is { Kind: LeaseKind.Train } lease)
            scene.Train(lease, 0.5 + 0.01 * lease.Trial.Number);

        Assert.Equal(6, Assert.IsType<SearchStarted>(scene.Ledger[0]).Earlier!.Trials.Length);
        Assert.Contains("what was there", scene.Search.Show()!.Notes);
        scene.Replays();
    }

    [Fact]
    public void What_the_older_search_reached_is_not_reached_by_this_one()
    {
        var search = New("bayesian", known: Decays);

        Assert.Equal((0, 0.0, null), (search.Front()!.Trials.Length, search.Show()!.Score, search.Show()!.BestAccuracy));
        Assert.Equal(0.05, Begun(search, count: 1)[0]);
        Assert.Contains("and those of search abcd2345", search.Explain(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_programs_that_are_compared_on_more_than_accuracy_it_learns_accuracy()
    {
        var spec = Lines.Read("""
            { "trainer": "external", "epochs": 1, "metrics": { "bleu": { "goal": "maximize" } }, "objectives": ["bleu", "accuracy"],
              "strategy": "bayesian", "space": { "hyperparameters": { "layers": [1, 2, 3, 4, 5, 6, 7, 8] } } }
            """).Spec!;
        var (space, data) = (CandidateSpace.Count(spec, classes: 0), TrainerDeclaration.OwnData(TrainerDeclaration.External));
        var older = new SearchSnapshot(new Scene().Search.Show()! with { Spec = spec }, data, [
            .. Enumerable.Range(1, 6).Select(number => Sample.Trial(number, 0.5, new(0, 0, 0)) with
            {
                Configuration = space.At(number - 1).Configuration,
                Metrics = System.Collections.Immutable.ImmutableSortedDictionary<string, double>.Empty.Add("bleu", 35.2),
            })], []);
        var search = new Search(Scene.Id, (_, _) => space);

        var (trials, _) = new EarlierSearch(spec, data, older).Read();
        search.Start(spec, data, DateTimeOffset.UnixEpoch, earlier: trials);

        Assert.All(trials!.Trials, trial => Assert.Equal(0.5, trial.Accuracy));
        Assert.NotNull(search.Lease(Scene.Worker(), DateTimeOffset.UnixEpoch).Answer);
    }

    private static Search New(string strategy, double[]? known, Func<SearchSpec, SearchSpec>? with = null)
    {
        var spec = (with ?? (one => one))(SpecOf(strategy)(Sample.Spec));
        var candidates = Decays.Select(decay => new Candidate(
            "dilated-separable", Sample.Configuration() with { WeightDecay = decay }, new(1000, 1_000_000, 4000)));
        var search = new Search(Scene.Id, (_, _) => CandidateSpace.Listed([.. candidates]));
        search.Start(spec, Scene.Dataset, DateTimeOffset.UnixEpoch, earlier: known is null ? null : Known(known));
        return search;
    }

    private static Func<SearchSpec, SearchSpec> SpecOf(string strategy) => spec => spec with
    {
        Space = Hyperparameters.DefaultSpace.With("weightDecay", [.. Decays.Select(decay => (HyperparameterValue)decay)]),
        Strategy = new(strategy),
        Epochs = 9,
    };

    private static List<double> Begun(Search search, int count) => [
        .. Enumerable.Range(1, count).Select(worker => search.Lease(Scene.Worker(worker), DateTimeOffset.UnixEpoch).Answer!)
            .Select(lease => lease.Job.Configuration.WeightDecay)];

    private static PriorTrials Known(IEnumerable<double> decays) => new(
        new("abcd2345"),
        [.. decays.Select((decay, at) => new PriorTrial(
            at + 1, "dilated-separable", Sample.Configuration() with { WeightDecay = decay }, new(1000, 1_000_000, 4000), AccuracyOf(decay),
            Epochs: 9, Variance: 0))],
        "what was there");
}
