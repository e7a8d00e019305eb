using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Tests.Strategies;

namespace Paretune.Tuning.Tests.Spaces;

/// <summary>A space with the hyperparameters of a custom trainer.</summary>
public sealed class OwnHyperparametersTests
{
    [Fact]
    public void They_are_part_of_the_product_by_name_the_last_turning_fastest()
    {
        var space = Lines.Spec.Space.With("learningRate", 0.1, 0.01);

        var configurations = Lines.Configurations(space);

        Assert.Equal(
            [
                "0.1 32 0.1 mean", "0.1 32 0.1 max", "0.1 8 0.1 mean", "0.1 8 0.1 max",
                "0.01 32 0.1 mean", "0.01 32 0.1 max", "0.01 8 0.1 mean", "0.01 8 0.1 max",
            ],
            configurations.Select(one => $"{one.LearningRate} {string.Join(' ', one.Hyperparameters!.Values)}"));
    }

    [Fact]
    public void A_trainer_that_declares_none_has_one_configuration()
    {
        var space = new Space(Lines.Spec.Space.First with { Declared = ImmutableSortedDictionary<string, Domain>.Empty });

        var only = Assert.Single(Lines.Configurations(space));

        Assert.Empty(only.Hyperparameters!);
    }

    [Fact]
    public void A_space_without_them_gives_configurations_without_them() =>
        Assert.All(CandidateSpace.Count(Sample.Spec, classes: 10).All(), one => Assert.Null(one.Configuration.Hyperparameters));

    [Fact]
    public void Candidates_of_a_trainer_are_of_it_and_cost_nothing_yet_whatever_the_limits()
    {
        var candidates = CandidateSpace.Count(Lines.Spec with { Limits = new(Parameters: 1, Bytes: 1) }, classes: 0);

        Assert.Equal(
            ["32 0.1 mean", "32 0.1 max", "8 0.1 mean", "8 0.1 max"],
            candidates.All().Select(one => string.Join(' ', one.Configuration.Hyperparameters!.Values)));
        Assert.All(candidates.All(), one => Assert.Equal(("lines", new Cost(0, 0, 0)), (one.Network, one.Cost)));
        Assert.Equal("", candidates.Excluded);
    }

    [Fact]
    public void Random_draws_different_ones_and_the_same_again()
    {
        var spec = Lines.Spec with { Strategy = new StrategySpec("random").With("samples", 3) };

        var (first, again) = (Lines.Candidates(spec).ToList(), Lines.Candidates(spec).ToList());

        Assert.Equal(3, first.Distinct().Count());
        Assert.Equal(first, again);
    }

    [Fact]
    public void Configurations_are_equal_by_their_values_however_they_were_put_together()
    {
        var one = Own(("channels", 8), ("pooling", "max"));

        Assert.Equal(one, Own(("pooling", "max"), ("channels", 8)));
        Assert.Equal(one.GetHashCode(), Own(("pooling", "max"), ("channels", 8)).GetHashCode());
        Assert.NotEqual(one, Own(("channels", 9), ("pooling", "max")));
        Assert.NotEqual(one, Own(("channels", 8), ("pooling", "mean")));
        Assert.NotEqual(one, Own(("channels", 8)));
        Assert.NotEqual(one, Own(("width", 8), ("pooling", "max")));
        Assert.NotEqual(one, one with { LearningRate = 1 });
        Assert.NotEqual(one, Sample.Configuration());
        Assert.NotEqual(Own(("a", 0)), Own(("a", "0")));
    }

    [Fact]
    public void A_configuration_goes_through_json_and_back()
    {
        var one = Own(("channels", 8), ("dropout", 0.1), ("pooling", "max"));

        var json = JsonSerializer.Serialize(one, ParetuneJson.Options);

        Assert.Contains("""
            "hyperparameters":{"channels":8,"dropout":0.1,"pooling":"max"}
            """, json, StringComparison.Ordinal);
        Assert.Equal(one, JsonSerializer.Deserialize<Configuration>(json, ParetuneJson.Options));
    }

    [Fact]
    public void A_configuration_of_networks_says_nothing_of_them_in_json() =>
        Assert.Equal(
            """{"dilation":1,"width":1,"resolution":1,"learningRate":0.001,"weightDecay":0,"batchSize":128}""",
            JsonSerializer.Serialize(Sample.Configuration(), ParetuneJson.Options));

    [Theory]
    [InlineData("true")]
    [InlineData("[1]")]
    [InlineData("{}")]
    [InlineData("null")]
    public void A_value_that_is_neither_number_nor_text_is_no_json_of_one(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<HyperparameterValue>(json, ParetuneJson.Options));

    private static Configuration Own(params (string Name, HyperparameterValue Value)[] own) =>
        Sample.Configuration() with { Hyperparameters = own.ToImmutableSortedDictionary(one => one.Name, one => one.Value) };
}
