using System.Text.Json;
using Paretune.Tuning.Searches;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Specs;

public sealed class RecipePresetTests
{
    [Fact]
    public void A_preset_stands_for_what_the_space_does_not_name()
    {
        var space = Read("""{ "recipe": "fast", "space": { "labelSmoothing": 0.1 } }""").Spec!.Space;

        Assert.Equal(
            ["schedule oneCycle", "warmup 0.3", "weightDecay 0.05", "labelSmoothing 0.1", "progressive 0", "optimizer adamw"],
            ((string[])["schedule", "warmup", "weightDecay", "labelSmoothing", "progressive", "optimizer"])
                .Select(name => $"{name} {Assert.Single(space[name].Values)}"));
    }

    [Fact]
    public void The_fast_preset_smooths_labels_unless_the_space_does() =>
        Assert.Equal([0.05], Read("""{ "recipe": "fast" }""").Spec!.Space.Numbers("labelSmoothing"));

    [Theory]
    [InlineData("""{ "recipe": "fast" }""", 64)]
    [InlineData("""{ "recipe": "fast", "baseResolution": 48 }""", 48)]
    [InlineData("{}", 32)]
    public void The_fast_preset_trains_small_images_larger_where_the_search_names_no_side(string search, int side) =>
        Assert.Equal(side, Read(search).Spec!.BaseResolution);

    [Fact]
    public void The_default_preset_is_what_stands_without_one() =>
        Assert.Equal(Json(Read("{}").Spec!), Json(Read("""{ "recipe": "default" }""").Spec!));

    [Fact]
    public void A_preset_nobody_knows_is_refused_with_those_there_are()
    {
        var error = Assert.Single(Read("""{ "recipe": "fest" }""").Errors);

        Assert.Equal("recipe", error.Field);
        Assert.Equal("unknown recipe \"fest\"; did you mean \"fast\"? known: default, fast", error.Message);
    }

    [Theory]
    [InlineData("{}", TrainingPrecision.Fp32)]
    [InlineData("""{ "precision": "fp32" }""", TrainingPrecision.Fp32)]
    [InlineData("""{ "precision": "bf16" }""", TrainingPrecision.Bf16)]
    [InlineData("""{ "precision": "auto" }""", TrainingPrecision.Auto)]
    public void What_steps_are_computed_in_is_read_and_goes_to_every_trial(string search, TrainingPrecision expected)
    {
        var spec = Read(search).Spec!;

        Assert.Equal(expected, spec.Precision);
        Assert.Equal(expected, new Scene(with: of => of with { Precision = spec.Precision }).Lease()!.Job.Precision);
        Assert.Equal(expected != TrainingPrecision.Fp32, Json(spec).Contains("precision", StringComparison.Ordinal));
    }

    [Fact]
    public void A_precision_nobody_knows_is_refused_with_those_there_are()
    {
        var error = Assert.Single(Read("""{ "precision": "bf32" }""").Errors);

        Assert.Equal("precision", error.Field);
        Assert.Equal("unknown precision \"bf32\"; did you mean \"fp32\"? known: fp32, bf16, auto", error.Message);
    }

    [Theory]
    [InlineData("alexnet")]
    [InlineData("vgg16")]
    public void Networks_of_one_input_size_do_not_grow(string network)
    {
        var error = Assert.Single(Read($$"""{ "space": { "progressive": 0.6 }, "network": "{{network}}", "baseResolution": 64 }""").Errors);

        Assert.Equal(
            $"{network} takes images of one size only, so progressive must be 0, but is 0.6; write progressive: 0 in space, or remove "
            + "the network", error.Message);
    }

    [Fact]
    public void A_search_that_does_not_grow_keeps_the_seeds_it_had_before_searches_could()
    {
        var one = new Configuration(Dilation: 1, Width: 1, Resolution: 1, LearningRate: 0.01, WeightDecay: 0, BatchSize: 8)
        {
            Recipe = RecipeOptions.Former,
        };

        Assert.DoesNotContain("progressive", TrialSeed.Canonical(one), StringComparison.Ordinal);
        Assert.EndsWith(
            "progressive=0.5", TrialSeed.Canonical(one with { Recipe = one.Recipe with { Progressive = 0.5 } }), StringComparison.Ordinal);
    }

    private static string Json(SearchSpec spec) => JsonSerializer.Serialize(spec, ParetuneJson.Options);

    private static SpecReadResult Read(string search)
    {
        using var json = JsonDocument.Parse(search.Insert(1, "\"dataset\": \"cifar10\"" + (search == "{}" ? "" : ",")));
        return SearchSpecReader.Read(json.RootElement, null, null);
    }
}
