using System.Text.Json;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Tests.Strategies;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>Search files that people reported as being changed or refused without need.</summary>
public sealed class SearchCaseTests
{
    private static readonly Dataset[] Datasets = [new("shapes", [.. Enumerable.Range(0, 10).Select(at => $"{at}")], 32, 2000, 500)];

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
        Assert.Equal("merged: 3 of 4 build a network that is there already", space.Merged);
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
    public void A_range_in_the_words_of_other_tools_is_told_ours()
    {
        var yaml = YamlText.Read(new StringReader(File.ReadAllText(Cases.PathOf("search-range.yaml"))));

        var faults = SearchSpecReader.Read(JsonSerializer.SerializeToElement(yaml.Root), Datasets, []).Faults;

        Assert.Contains(faults, fault => fault.Message.Contains("\"min\" is not known; did you mean \"from\"?", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Message.Contains("\"log\" is not known; did you mean \"scale: log\"?",
            StringComparison.Ordinal));
    }

    [Fact]
    public void A_learning_rate_that_diverges_is_a_user_s_to_try() =>
        Assert.Equal([1e30, 0.001], Read(File.ReadAllText(Cases.PathOf("search-diverges.yaml"))).Space.Numbers("learningRate"));

    private static SearchSpec Read(string yaml)
    {
        var reading = SearchSpecReader.Read(JsonSerializer.SerializeToElement(YamlText.Read(new StringReader(yaml)).Root), Datasets, []);
        Assert.Empty(reading.Faults);
        return reading.Spec!;
    }
}
