using System.Text.Json;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Rates;

public sealed class DefaultRatesTests
{
    private static readonly Dataset Images = new("images", ["one", "other"], 64, 5000, 100);

    [Fact]
    public void A_search_that_names_no_rate_takes_the_measured_one()
    {
        var spec = Read("""{ "network": "mobilenet" }""");

        var rate = MeasuredRates.For("mobilenet", 128, OptimizerKind.Adamw);
        Assert.Equal([rate], spec.Space.Numbers("learningRate"));
        Assert.Equal(
            FormattableString.Invariant($"learning rate {rate}, the measured default of mobilenet at batch 128"), MeasuredRates.Text(spec));
    }

    [Fact]
    public void A_rate_that_is_named_stays()
    {
        var spec = Read("""{ "network": ["mobilenet", "squeezenet"], "space": { "learningRate": [0.5] } }""");

        Assert.Equal([0.5], Assert.Single(spec.Space.Parts).Domains["learningRate"].Values.Select(value => value.Number));
        Assert.Equal("", MeasuredRates.Text(spec));
    }

    [Fact]
    public void Networks_batches_and_optimizers_each_get_their_own()
    {
        var spec = Read(
            """
            {
              "network": ["mobilenet", "squeezenet"],
              "space": { "width": [1, 0.5], "batchSize": [32, 128], "optimizer": ["adam", "sgd"] }
            }
            """);

        var space = CandidateSpace.Count(spec, classes: 2);
        var all = Enumerable.Range(0, 12).Select(index => space.At(index)).ToList();
        Assert.Equal(12, space.Size);
        Assert.All(
            all, one => Assert.Equal(
                MeasuredRates.For(one.Network, one.Configuration.BatchSize, one.Configuration.Recipe!.Optimizer),
                one.Configuration.LearningRate));
        Assert.All(
            all, one => Assert.Equal(
                one.Configuration.Recipe!.Optimizer == OptimizerKind.Adam, MeasuredRates.Is(one.Network, one.Configuration)));
    }

    [Fact]
    public void A_range_of_resolutions_keeps_those_that_a_network_has_room_for()
    {
        // squeezenet needs at least 21 pixels, and has 16, 24 and 32.
        var spec = Read(
            """
            {
              "network": ["mobilenet", "squeezenet"], "baseResolution": 32,
              "space": { "resolution": { "from": 0.5, "to": 1, "step": 0.25 } }
            }
            """);

        var space = CandidateSpace.Count(spec, classes: 2);

        Assert.Equal(
            [0.75, 1], Enumerable.Range(0, (int)space.Size!.Value).Select(at => space.At(at))
                .Where(one => one.Network == "squeezenet").Select(one => one.Configuration.Resolution).Order());
        Assert.Contains("skipped 1 of 6", space.Excluded, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_read_is_read_the_same_again_and_folds_to_what_was_written()
    {
        var spec = Read(
            """
            {
              "network": ["dilated-separable", "squeezenet"],
              "space": { "dilation": [1, 2], "width": [1, 0.5], "batchSize": [32, 64] }
            }
            """);

        var again = SearchSpecReader.Read(JsonSerializer.SerializeToElement(spec, ParetuneJson.Options), [Images], []);

        Assert.Empty(again.Errors);
        Assert.Equal(Text(spec.Space), Text(again.Spec!.Space));
        var whole = DefaultRates.Folded(spec)!;
        string[] names = ["dilation", "width", "batchSize"];
        Assert.Equal("1 2; 1 0.5; 32 64", string.Join("; ", names.Select(name => Values(whole, name))));
    }

    [Fact]
    public void Spaces_that_a_user_made_do_not_fold()
    {
        var spec = Read(
            """{ "space": [{ "network": "mobilenet", "learningRate": [0.5] }, { "network": "squeezenet", "learningRate": [0.25] }] }""");

        Assert.Null(DefaultRates.Folded(spec));
    }

    [Fact]
    public void The_rate_goes_with_the_root_of_the_batch()
    {
        var (at128, at512) = (
            MeasuredRates.For("resnet18", 128, OptimizerKind.Adamw), MeasuredRates.For("resnet18", 512, OptimizerKind.Adamw));

        Assert.Equal(2, at512 / at128, 6);
    }

    [Fact]
    public void Every_network_was_measured_but_one() => Assert.All(
        NetworkCatalog.Names.Except(["xception"]), network => Assert.True(
            MeasuredRates.Is(
                network, new(1, 1, 1, MeasuredRates.For(network, 128, OptimizerKind.Adamw), 0, 128)
                {
                    Recipe = RecipeOptions.Former with { Optimizer = OptimizerKind.Adamw },
                })));

    [Fact]
    public void What_was_not_measured_takes_what_every_network_took_before()
    {
        var spec = Read("""{ "network": "xception" }""");

        Assert.Equal([0.001], spec.Space.Numbers("learningRate"));
        Assert.Equal("", MeasuredRates.Text(spec));
    }

    [Fact]
    public void A_configuration_from_before_recipes_has_no_measured_rate() => Assert.False(
        MeasuredRates.Is("mobilenet", new(1, 1, 1, MeasuredRates.For("mobilenet", 128, OptimizerKind.Adam), 0, 128)));

    private static string Values(Subspace part, string name) => string.Join(' ', part[name].Values);

    private static string Text(Space space) => JsonSerializer.Serialize(space, ParetuneJson.Options);

    private static SearchSpec Read(string json)
    {
        using var document = JsonDocument.Parse(json.Insert(1, """ "dataset": "images", """));
        var reading = SearchSpecReader.Read(document.RootElement.Clone(), [Images], []);
        return reading.Spec ?? throw new InvalidOperationException(string.Join(Environment.NewLine, reading.Errors));
    }
}
