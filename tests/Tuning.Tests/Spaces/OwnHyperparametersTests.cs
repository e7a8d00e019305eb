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

    [Theory]
    [InlineData("random", """{ "from": 8, "to": 40 }""")]
    [InlineData("random", """{ "from": 1, "to": 500, "scale": "log" }""")]
    [InlineData("sobol", """{ "from": 1, "to": 500, "scale": "log" }""")]
    [InlineData("asha", """{ "from": 1, "to": 100, "scale": "log", "steps": 4 }""")]
    public void A_range_of_a_whole_hyperparameter_has_only_whole_numbers(string strategy, string range)
    {
        var spec = Ranged(strategy, range);

        var channels = Lines.Candidates(spec).Select(one => one.Configuration["channels"].Number).ToList();

        Assert.True(channels.Distinct().Count() > 3, string.Join(' ', channels));
        Assert.All(channels, number => Assert.Equal(Math.Truncate(number), number));
        var written = JsonSerializer.Serialize(spec, ParetuneJson.Options);
        Assert.Equal(written, JsonSerializer.Serialize(Lines.Read(written).Spec, ParetuneJson.Options));
    }

    [Fact]
    public void A_range_of_a_search_from_before_keeps_its_draws()
    {
        var spec = Ranged("random", """{ "from": 8, "to": 40 }""");
        var stored = spec.Space.First.Declared!["channels"].Range! with { IsWhole = false };

        var channels = Lines.Candidates(spec with { Space = spec.Space.With("channels", new Domain { Range = stored }) })
            .Select(one => one.Configuration["channels"].Number);

        Assert.Contains(channels, number => number != Math.Truncate(number));
        Assert.DoesNotContain("whole", JsonSerializer.Serialize(stored, ParetuneJson.Options), StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_tries_every_whole_number_of_a_range() => Assert.Equal(
        [1, 2, 3, 4],
        Lines.Candidates(
            Lines.Read("""{ "trainer": "lines", "space": { "hyperparameters": { "channels": { "from": 1, "to": 4 } } } }""").Spec!)
            .Select(one => one.Configuration["channels"].Number));

    [Theory]
    [InlineData("channels", 1, 9, "false", "must be true, because channels is declared as whole, but is false; remove it")]
    [InlineData("dropout", 0, 0.5, "true", "must be false, because dropout is not declared as whole, but is true; remove it")]
    public void Whether_a_range_is_whole_follows_from_the_declaration(
        string name, double from, double to, string given, string message)
    {
        var error = Assert.Single(Lines.Read(FormattableString.Invariant($$"""
            { "trainer": "lines", "strategy": { "kind": "random", "samples": 5 },
              "space": { "hyperparameters": { "{{name}}": { "from": {{from}}, "to": {{to}}, "whole": {{given}} } } } }
            """)).Errors);

        Assert.Equal(($"space.hyperparameters.{name}.whole", message), (error.Field, error.Message));
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

    private static SearchSpec Ranged(string strategy, string range) => Lines.Read($$"""
        { "trainer": "lines", "epochs": 9, "strategy": { "kind": "{{strategy}}", "samples": 20 },
          "space": { "hyperparameters": { "channels": {{range}}, "dropout": { "from": 0, "to": 0.5 } } } }
        """).Spec!;

    private static Configuration Own(params (string Name, HyperparameterValue Value)[] own) =>
        Sample.Configuration() with { Hyperparameters = own.ToImmutableSortedDictionary(one => one.Name, one => one.Value) };
}
