using System.Text.Json;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Tests.Strategies;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>Search files that users reported as being changed or rejected without need.</summary>
public sealed class SearchCaseTests
{
    private static readonly Dataset[] Datasets = [new("shapes", [.. Enumerable.Range(0, 10).Select(at => $"{at}")], 32, 2000, 500)];

    [Fact]
    public void A_file_of_the_simulated_network_that_is_gone_is_refused_for_it_alone_and_is_one_trial_with_one_that_is_there()
    {
        var yaml = File.ReadAllText(Cases.PathOf("search-same-input.yaml"));

        var error = Assert.Single(SearchSpecReader.Read(Json(yaml), Datasets, []).Errors);
        var space = CandidateSpace.Count(Read(yaml.Replace("simulated", "dilated-separable", StringComparison.Ordinal)), classes: 10);

        Assert.Equal("network", error.Field);
        Assert.StartsWith("unknown network \"simulated\"", error.Message);
        Assert.Single(space.All());
        Assert.Equal("merged 3 of 4: they build the same network as another configuration", space.Merged);
    }

    [Fact]
    public void Configurations_that_build_the_same_network_are_one_trial_and_how_many_were_merged_is_said()
    {
        var spec = Read("""
            dataset: shapes
            epochs: 1
            baseResolution: 32
            space: { width: [0.3, 0.30000000000000004], resolution: [1, 0.99] }
            """);

        var space = CandidateSpace.Count(spec, classes: 10);

        Assert.Single(space.All());
        Assert.Equal("merged 3 of 4: they build the same network as another configuration", space.Merged);
    }

    [Fact]
    public void Twenty_of_seven_hundred_thousand_configurations_are_sampled()
    {
        var spec = Read(File.ReadAllText(Cases.PathOf("search-random-of-700000.yaml")));

        var space = CandidateSpace.Count(spec, classes: 10);
        var strategy = StrategyCatalog.Create(spec, () => space);

        Assert.Equal((700_000L, 20), (space.Size, strategy.Planned));
        Assert.Equal(20, strategy.All().Select(one => one.Configuration).Distinct().Count());
    }

    [Fact]
    public void A_range_in_the_words_of_other_tools_is_taken_as_ours()
    {
        var taken = Read(File.ReadAllText(Cases.PathOf("search-range.yaml")));

        Assert.Equal(new ValueRange(1e-4, 0.1, RangeScale.Log), taken.Space["learningRate"].Range);
        Assert.Equal(("random", 20), (taken.Strategy.Kind, taken.Strategy.Whole("samples")));
        var notes = DatasetNotes.Create(taken, Datasets.First(known => known.Name == "shapes"));
        Assert.Equal(
            "20 configurations are drawn at random; a grid is not possible, because space.learningRate has no steps. Set samples, a "
                + "strategy or a budget to change that.",
            notes[0]);
        Assert.StartsWith("With batchSize 128, trials make 15 training steps", Assert.Single(notes[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_ends_the_draws_from_a_range_in_place_of_a_count()
    {
        var taken = Read(File.ReadAllText(Cases.PathOf("search-range.yaml")) + "budget: { hours: 1 }\n");

        Assert.Equal(("random", (int?)null), (taken.Strategy.Kind, taken.Strategy.Whole("samples")));
    }

    [Fact]
    public void A_grid_that_is_named_asks_for_steps()
    {
        var yaml = File.ReadAllText(Cases.PathOf("search-range.yaml")) + "strategy: grid\n";

        var error = Assert.Single(SearchSpecReader.Read(Json(yaml), Datasets, []).Errors);

        Assert.Equal("space.learningRate", error.Field);
        Assert.StartsWith("must be a list or a range with step or steps, because a grid tries", error.Message);
    }

    [Theory]
    [InlineData("{ min: 1e-4, from: 1e-4, to: 0.1 }", "space.learningRate.min")]
    [InlineData("{ low: 1e-4, high: 0.1, log: true, scale: linear }", "space.learningRate.log")]
    [InlineData("{ min: 1e-4, max: 0.1, log: 10 }", "space.learningRate.log")]
    public void A_range_that_says_one_thing_in_two_words_is_refused(string range, string field)
    {
        var errors = SearchSpecReader.Read(
            Json($"dataset: shapes\nspace: {{ learningRate: {range} }}\nstrategy: {{ kind: random, samples: 4 }}\n"), Datasets, []).Errors;

        Assert.Equal(field, Assert.Single(errors).Field);
    }

    [Fact]
    public void A_learning_rate_that_diverges_is_a_user_s_to_try() =>
        Assert.Equal([1e30, 0.001], Read(File.ReadAllText(Cases.PathOf("search-diverges.yaml"))).Space.Numbers("learningRate"));

    private static JsonElement Json(string yaml) => JsonSerializer.SerializeToElement(YamlText.Read(new StringReader(yaml)).Root);

    private static SearchSpec Read(string yaml)
    {
        var reading = SearchSpecReader.Read(Json(yaml), Datasets, []);
        Assert.Empty(reading.Errors);
        return reading.Spec!;
    }
}
