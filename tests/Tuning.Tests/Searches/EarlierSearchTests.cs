using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Tests.Searches;

/// <summary>What a search may use of an older one, and why it may not.</summary>
public sealed class EarlierSearchTests
{
    private static readonly SearchId Id = new("abcd2345");
    private static readonly Dataset Images = new("cifar10", ["cat", "dog"], 32, 1000, 200) { Content = "abc" };

    private static readonly Cost Small = new(1000, 1_000_000, 4000);

    [Fact]
    public void Completed_trials_within_the_space_are_taken_as_they_ended()
    {
        var (trials, error) = Read(Trial(1), Trial(2) with { State = TrialState.Running }, Trial(3) with { Accuracy = 0.75 });

        Assert.Null(error);
        Assert.Equal(
            [(1, 0.5, 3, 0.0), (3, 0.75, 3, 0.0)],
            trials!.Trials.Select(one => (one.Number, one.Accuracy, one.Epochs, one.Variance)));
        Assert.Equal((Id, "dilated-separable", Sample.Configuration(), Small),
            (trials.Search, trials.Trials[0].Network, trials.Trials[0].Configuration, trials.Trials[0].Cost));
        Assert.Equal(
            "Starts from search abcd2345: it uses 2 of the 2 trials that completed there. They do not count as results of this search.",
            trials.Note);
    }

    [Fact]
    public void A_confirmed_mean_counts_in_place_of_one_run()
    {
        var (trials, _) = Read(Trial(1) with { Estimate = new(0.45, 0.4, 0.5, 0.9, [0.5, 0.4]) { Decides = true } });

        Assert.Equal(0.45, Assert.Single(trials!.Trials).Accuracy);
    }

    [Fact]
    public void What_lies_outside_of_the_space_is_left_out_and_said()
    {
        var (trials, _) = Read(
            Trial(1), Trial(2) with { Network = "mobilenet" }, Trial(3, width: 0.25), Trial(4, width: 2), Trial(5, width: 0.75));

        Assert.Equal([1, 5], trials!.Trials.Select(one => one.Number));
        Assert.Contains(
            "2 of the 5 trials that completed there (left out because they are outside this space: 1 of network mobilenet, "
            + "2 with another width).",
            trials.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_settings_make_trials_count_less()
    {
        var spec = Sample.Spec with { Epochs = 12, BaseResolution = 64, Space = Sample.Spec.Space.With("learningRate", 0.01) };

        var (trials, _) = new EarlierSearch(spec, Images, Look(Sample.Spec, Images, Trial(1))).Read();

        // Two doublings of epochs, one of pixels, another learning rate: 0.04 each, squared as deviations.
        Assert.Equal(0.16 + 0.04 + 0.04, Assert.Single(trials!.Trials).Variance, 1e-12);
        Assert.Contains(
            ", with less weight because of different settings: epochs, baseResolution, "
                + "learningRate.", trials.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_the_ones_near_the_front_and_a_spread_are_taken()
    {
        var (trials, _) = Read([.. Enumerable.Range(1, 2 * EarlierSearch.Most).Select(number => Trial(number) with
        {
            Macs = 1_000_000 + number,
            Accuracy = number == 700 ? 0.9 : 0.5 - 0.0001 * number,
        })]);

        Assert.Equal(EarlierSearch.Most, trials!.Trials.Length);
        Assert.Contains(700, trials.Trials.Select(one => one.Number));
        Assert.InRange(trials.Trials.Max(one => one.Number), 2 * EarlierSearch.Most - 5, 2 * EarlierSearch.Most);
    }

    public static TheoryData<string, Func<SearchSnapshot, SearchSnapshot>> Refused => new()
    {
        { "dataset cifar10, but search abcd2345 is on mnist", look => look with { Dataset = Images with { Name = "mnist" } } },
        {
            "same classes, but search abcd2345 is on an older cifar10 with other classes",
            look => look with { Dataset = Images with { Classes = ["cat"] } }
        },
        { "same images, but search abcd2345 used other images", look => look with { Dataset = Images with { Content = "def" } } },
        { "Paretune's networks, but search abcd2345 has trainer lines", look => Create(look, Sample.Spec with { Trainer = "lines" }) },
        { "completed trials that have accuracy, but search abcd2345 has none", look => look with { Trials = [] } },
        {
            "none of the 1 that completed in search abcd2345 is: 1 with another width; widen the space",
            look => look with { Trials = [Trial(1, width: 0.1)] }
        },
    };

    [Theory, MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void What_teaches_nothing_is_refused(string message, Func<SearchSnapshot, SearchSnapshot> with)
    {
        var (trials, error) = new EarlierSearch(Sample.Spec, Images, with(Look(Sample.Spec, Images, Trial(1)))).Read();

        Assert.Null(trials);
        Assert.StartsWith("must name a search ", error, StringComparison.Ordinal);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "kind": "manual" }""", "", "must be left out with strategy manual")]
    [InlineData("""{ "kind": "random", "samples": 9, "first": "listed" }""", "", "must be left out with first: listed")]
    [InlineData(
        "\"random\"", """, "budget": { "hours": 1 }, "space": { "weightDecay": { "from": 0.0001, "to": 0.1, "scale": "log" } }""",
        "must be left out if random draws configurations on demand")]
    public void A_strategy_without_a_use_for_it_is_refused(string strategy, string more, string message)
    {
        var error = Assert.Single(
            Lines.Read($$"""{ "dataset": "cifar10", "strategy": {{strategy}}, "from": "abcd2345"{{more}} }""", Images).Errors);

        Assert.Equal("from", error.Field);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"grid\"")]
    [InlineData("\"bayesian\"")]
    [InlineData("""{ "kind": "front", "samples": 20 }""")]
    [InlineData("""{ "kind": "random", "samples": 20 }""")]
    public void Others_take_it(string strategy) => Assert.Equal(
        "abcd2345", Lines.Read($$"""{ "dataset": "cifar10", "strategy": {{strategy}}, "from": "abcd2345" }""", Images).Spec!.From);

    private static (PriorTrials? Trials, string? Error) Read(params ImmutableArray<TrialView> trials) =>
        new EarlierSearch(Sample.Spec, Images, Look(Sample.Spec, Images, trials)).Read();

    private static TrialView Trial(int number, double width = 1) =>
        Sample.Trial(number, 0.5, Small) with { Network = "dilated-separable", Configuration = Sample.Configuration(width: width) };

    private static SearchSnapshot Create(SearchSnapshot look, SearchSpec spec) => look with { Search = look.Search with { Spec = spec } };

    private static SearchSnapshot Look(SearchSpec spec, Dataset dataset, params ImmutableArray<TrialView> trials)
    {
        var search = new Scene(with: _ => spec).Search.Show()!;
        return new(search with { Id = Id, Spec = spec }, dataset, trials, []);
    }
}
