using System.Text.Json;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class SearchSpecReaderTests
{
    private static readonly Dataset Cifar = new("cifar10", [.. Enumerable.Range(0, 10).Select(n => $"class{n}")], 32, 50_000, 10_000);
    private static readonly Dataset Pair = new("pair", ["cat", "dog"], 48, 2, 2);
    private static readonly Dataset Tiny = new("pets", ["cat", "dog"], 48, 60, 20);

    [Fact]
    public void The_designs_example_is_read_whole()
    {
        var reading = Read("""
            {
              "name": "cifar10-front", "dataset": "cifar10", "network": "dilated-separable",
              "space": { "dilation": [1, 2, 3, 4], "width": [1.0, 0.75, 0.5], "resolution": [1.0, 0.857, 0.714], "learningRate": [0.001] },
              "baseResolution": 224, "objectives": ["accuracy", "parameters", "macs"],
              "limits": { "parameters": 2000000, "macs": 300000000 }, "strategy": { "kind": "random", "samples": 5 },
              "epochs": 4, "batchSize": 64, "seed": -7, "maxAttempts": 2, "optimum": "smallest-within:0.5", "priority": -3
            }
            """);

        Assert.Empty(reading.Errors);
        var spec = reading.Spec!;
        Assert.Equal(
            ("cifar10-front", "cifar10", 224, 4, -7L, 2, -3),
            (spec.Name, spec.Dataset, spec.BaseResolution, spec.Epochs, spec.Seed, spec.MaxAttempts, spec.Priority));
        Assert.Equal([1, 2, 3, 4], spec.Space.Numbers("dilation"));
        Assert.Equal([1, 0.857, 0.714], spec.Space.Numbers("resolution"));
        Assert.Equal([64], spec.Space.Numbers("batchSize"));
        Assert.Equal(new Limits(2_000_000, 300_000_000), spec.Limits);
        Assert.Equal(new StrategySpec("random").With("samples", 5).With("first", "cheapest"), spec.Strategy);
        Assert.Equal("smallest-within:0.5", spec.Optimum);
    }

    [Fact]
    public void A_data_set_alone_is_a_search()
    {
        var spec = Read("""{ "dataset": "cifar10" }""").Spec!;

        Assert.Equal(
            ("cifar10-search", "dilated-separable", 32, 12, 1L, 3),
            (spec.Name, Assert.Single(spec.Networks), spec.BaseResolution, spec.Epochs, spec.Seed, spec.MaxAttempts));
        Assert.Equal(["accuracy", "parameters", "macs"], spec.Objectives);
        Assert.Equal(new StrategySpec("grid").With("first", "cheapest"), spec.Strategy);
        Assert.Equal("knee", spec.Optimum);
        Assert.Equal(0, spec.Priority);
        Assert.Equal([1], spec.Space.Numbers("dilation"));
        Assert.Equal([1], spec.Space.Numbers("width"));
        Assert.Equal([1], spec.Space.Numbers("resolution"));
        Assert.Equal([MeasuredRates.For("dilated-separable", 128, OptimizerKind.Adamw)], spec.Space.Numbers("learningRate"));
        Assert.Equal([0], spec.Space.Numbers("weightDecay"));
        Assert.Equal([128], spec.Space.Numbers("batchSize"));
    }

    [Fact]
    public void The_default_batch_fits_a_small_data_set_and_the_default_input_is_its_size()
    {
        var spec = Read("""{ "dataset": "pets" }""").Spec!;

        Assert.Equal([54], spec.Space.Numbers("batchSize"));
        Assert.Equal(48, spec.BaseResolution);
    }

    [Fact]
    public void A_data_set_that_leaves_one_image_to_train_on_is_refused()
    {
        var error = Assert.Single(SearchSpecReader.Read(Parse("""{ "dataset": "pair" }"""), [Pair], []).Errors);

        Assert.Equal("dataset", error.Field);
        Assert.Contains("at least 2 images for training", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_value_stands_for_a_list()
    {
        var spec = Read(
            """
            { "dataset": "cifar10", "space": { "width": 0.5, "dilation": 2.0 }, "strategy": "random" }
            """).Spec!;

        Assert.Equal([0.5], spec.Space.Numbers("width"));
        Assert.Equal([2], spec.Space.Numbers("dilation"));
        Assert.Equal("random", spec.Strategy.Kind);
        Assert.Equal(12, spec.Epochs);
    }

    [Fact]
    public void Accuracy_may_be_the_only_objective()
    {
        var spec = Read("""{ "dataset": "cifar10", "objectives": ["accuracy"] }""").Spec!;

        Assert.Equal(("accuracy", "most-accurate"), (spec.Objectives.Single(), spec.Optimum));
    }

    [Fact]
    public void A_search_may_name_several_networks_in_the_order_they_are_tried()
    {
        var spec = Read(
            """{ "dataset": "cifar10", "network": ["shufflenet-v2", "dilated-separable"], "space": { "dilation": [1, 2] } }""").Spec!;

        Assert.Equal(["shufflenet-v2", "dilated-separable"], spec.Networks);
    }

    [Theory]
    [InlineData("\"mobilenet\"")]
    [InlineData("[\"mobilenet\"]")]
    public void A_single_network_is_text_in_json_however_it_was_given(string network)
    {
        var spec = Read($$"""{ "dataset": "cifar10", "network": {{network}} }""").Spec!;

        Assert.Equal("mobilenet", JsonSerializer.SerializeToNode(spec, ParetuneJson.Options)!["network"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("\"dilated-separable\"", "dilated-separable")]
    [InlineData("[\"vgg16\",\"mobilenet\"]", "vgg16 mobilenet")]
    public void A_stored_spec_is_read_with_one_network_as_with_several(string network, string expected)
    {
        // A spec as a ledger from before searches of several networks has it, apart from the network.
        var json = $$"""
            {
              "name": "old", "dataset": "shapes", "network": {{network}}, "baseResolution": 32, "objectives": ["accuracy", "macs"],
              "limits": {},
              "space": { "dilation": [1], "width": [1], "resolution": [1], "learningRate": [0.001], "weightDecay": [0], "batchSize": [32] },
              "strategy": { "kind": "grid", "samples": null }, "epochs": 2, "seed": 1, "maxAttempts": 3, "optimum": "knee", "priority": 0,
              "epochSeconds": null
            }
            """;

        var spec = JsonSerializer.Deserialize<SearchSpec>(json, ParetuneJson.Options)!;

        Assert.Equal(expected.Split(' '), spec.Networks);
        Assert.Equal(network, JsonSerializer.SerializeToNode(spec, ParetuneJson.Options)!["network"]!.ToJsonString());
    }

    [Fact]
    public void A_network_of_a_spec_without_any_is_missed()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<SearchSpec>("{}", ParetuneJson.Options));
    }

    [Fact]
    public void An_ugly_name_is_a_name()
    {
        Assert.Equal("<script>alert('δ')</script>", Read("""{ "dataset": "cifar10", "name": "<script>alert('δ')</script>" }""").Spec!.Name);
    }

    [Theory]
    [InlineData("""{ "width": 1 }""", "width", "did you mean \"space.width\"?")]
    [InlineData("""{ "epoch": 3 }""", "epoch", "unknown key \"epoch\"; did you mean \"epochs\"?")]
    [InlineData("""{ "space": { "widht": 1 } }""", "space.widht", "did you mean \"width\"?")]
    [InlineData("""{ "limits": { "mac": 1 } }""", "limits.mac", "did you mean \"macs\"?")]
    [InlineData("""{ "epochs": 3, "epochs": 4 }""", "epochs", "must appear once, but appears twice")]
    [InlineData("""{ "epochs": 0 }""", "epochs", "must be a whole number from 1 to 100000, but is 0")]
    [InlineData("""{ "epochs": "3" }""", "epochs", "but is \"3\"")]
    [InlineData("""{ "epochs": [3] }""", "epochs", "but is a list")]
    [InlineData("""{ "epochs": 1e400 }""", "epochs", "but is 1e400")]
    [InlineData("""{ "epochSeconds": 1 }""", "epochSeconds", "unknown key \"epochSeconds\"")]
    [InlineData("""{ "name": "" }""", "name", "1 to 80 characters")]
    [InlineData("""{ "name": "a\u0007b" }""", "name", "but has 3 with a control character")]
    [InlineData("""{ "name": 5 }""", "name", "must be text, but is 5")]
    [InlineData("""{ "network": "vgg" }""", "network", "unknown network \"vgg\"; did you mean \"vgg16\"? known: alexnet")]
    [InlineData("""{ "network": ["mobilenet", "vgg"] }""", "network[1]", "did you mean \"vgg16\"?")]
    [InlineData(
        """{ "network": ["mobilenet", "vgg16", "mobilenet"] }""", "network[2]",
        "must not be repeated, but \"mobilenet\" is also network[0]")]
    [InlineData("""{ "network": [] }""", "network", "must have 1 to 1000 values, but has 0")]
    [InlineData("""{ "network": 5 }""", "network", "must be text, but is 5")]
    [InlineData("""{ "network": "simulated" }""", "network", "unknown network \"simulated\"; known: alexnet")]
    [InlineData(
        """{ "network": "mobilenet", "space": { "dilation": [1, 2] } }""", "space.dilation[1]",
        "must be 1, because mobilenet does not support δ > 1, but is 2")]
    [InlineData(
        """{ "network": "resnet18", "space": { "width": 0.5 } }""", "space.width",
        "must be 1, because resnet18 does not support α < 1, but is 0.5")]
    [InlineData(
        """{ "network": ["mobilenet", "resnet18"], "space": { "dilation": [1, 3] } }""", "space.dilation[1]",
        "must be 1, because each of mobilenet, resnet18 does not support δ > 1")]
    [InlineData(
        """{ "network": ["dilated-separable", "mobilenet"], "space": { "dilation": [2, 3] } }""", "network[1]",
        "mobilenet does not support δ > 1, so space.dilation must contain 1; add it or remove the network")]
    [InlineData(
        """{ "network": ["mobilenet", "resnet18"], "space": { "width": [0.75, 0.5] } }""", "network[1]",
        "resnet18 does not support α < 1, so space.width must contain 1")]
    [InlineData(
        """{ "network": "alexnet" }""", "network",
        "alexnet needs an input of at least 63 pixels, but the largest of the space has 32; raise baseResolution or remove the network")]
    [InlineData("""{ "network": ["resnet18", "alexnet"] }""", "network[1]", "alexnet needs an input of at least 63 pixels")]
    [InlineData(
        """{ "network": "vgg16", "space": { "resolution": [1, 0.9] } }""", "space.resolution[1]",
        "must be at least 32 pixels for vgg16, but round(0.9 · 32) is 29")]
    [InlineData(
        """{ "network": ["squeezenet", "shufflenet-v2"], "limits": { "parameters": 1000000, "macs": 4000000 } }""", "limits",
        "together parameters > 1000000 and macs > 4000000 exclude all 2 configurations")]
    [InlineData("""{ "space": [1] }""", "space[0]", "must be an object with keys from network, dilation")]
    [InlineData("""{ "space": { "dilation": [] } }""", "space.dilation", "must have 1 to 1000 values, but has 0")]
    [InlineData("""{ "space": { "dilation": [1, 0] } }""", "space.dilation[1]", "must be a whole number from 1 to 100, but is 0")]
    [InlineData("""{ "space": { "dilation": [1.5] } }""", "space.dilation[0]", "but is 1.5")]
    [InlineData("""{ "space": { "dilation": [1, null] } }""", "space.dilation[1]", "but is null")]
    [InlineData(
        """{ "space": { "width": [0.5, 1, 0.50] } }""", "space.width[2]", "must not be repeated, but 0.50 is also space.width[0]")]
    [InlineData("""{ "space": { "width": [1.01] } }""", "space.width[0]", "must be a number above 0 and at most 1, but is 1.01")]
    [InlineData("""{ "space": { "width": 0 } }""", "space.width", "must be a number above 0 and at most 1, but is 0")]
    [InlineData("""{ "space": { "resolution": [-1] } }""", "space.resolution[0]", "but is -1")]
    [InlineData(
        """{ "space": { "resolution": [1, 0.2] } }""", "space.resolution[1]", "must be at least 8 pixels, but round(0.2 · 32) is 6")]
    [InlineData("""{ "space": { "learningRate": 1e308 } }""", "space.learningRate", "at most 1E+30, but is 1e308")]
    [InlineData("""{ "space": { "weightDecay": [0, 1e300] } }""", "space.weightDecay[1]", "from 0 to 1E+30, but is 1e300")]
    [InlineData("""{ "space": { "learningRate": 0 } }""", "space.learningRate", "must be a number above 0 and at most 1E+30, but is 0")]
    [InlineData("""{ "space": { "weightDecay": -0.1 } }""", "space.weightDecay", "must be a number from 0 to 1E+30, but is -0.1")]
    [InlineData("""{ "batchSize": 45001 }""", "batchSize", "must be at most the 45000 training images of cifar10")]
    [InlineData("""{ "space": { "batchSize": [64, 50001] } }""", "space.batchSize[1]", "but is 50001; use a smaller batch")]
    [InlineData("""{ "batchSize": 1 }""", "batchSize", "must be a whole number from 2 to 65536, but is 1")]
    [InlineData("""{ "space": { "batchSize": [64, 1] } }""", "space.batchSize[1]", "must be a whole number from 2 to 65536, but is 1")]
    [InlineData("""{ "batchSize": 64, "space": { "batchSize": [64] } }""", "batchSize", "space.batchSize is also given")]
    [InlineData("""{ "baseResolution": 7 }""", "baseResolution", "must be a whole number from 8 to 2048, but is 7")]
    [InlineData("""{ "objectives": ["accuracy"], "optimum": "knee" }""", "optimum", "must be most-accurate if no objective is a cost")]
    [InlineData("""{ "objectives": ["macs", "bytes"] }""", "objectives", "must contain accuracy, but is macs, bytes")]
    [InlineData("""{ "objectives": ["accuracy", "macs", "macs"] }""", "objectives[2]", "must not be repeated, but \"macs\"")]
    [InlineData("""{ "objectives": ["accuracy", "latancy"] }""", "objectives[1]", "did you mean \"latency\"?")]
    [InlineData("""{ "latency": "int8" }""", "latency", "must be left out unless latency is an objective")]
    [InlineData(
        """{ "objectives": ["accuracy", "latency"], "latency": "int4" }""", "latency", "did you mean \"int8\"? known: fp16, fp32, int8")]
    [InlineData("""{ "objectives": ["acuracy", "macs"] }""", "objectives[0]", "did you mean \"accuracy\"?")]
    [InlineData("""{ "limits": { "macs": 0 } }""", "limits.macs", "must be a whole number, at least 1, but is 0")]
    [InlineData(
        """{ "limits": { "parameters": 2162057 } }""", "limits.parameters",
        "excludes the only configuration; the cheapest has 2162058 parameters")]
    [InlineData("""{ "strategy": "gird" }""", "strategy", "did you mean \"grid\"?")]
    [InlineData("""{ "strategy": { "kind": "random", "samples": 0 } }""", "strategy.samples", "from 1 to 100000, but is 0")]
    [InlineData(
        """{ "strategy": { "samples": 3 } }""", "strategy.samples",
        "but the strategy is grid, which tries every configuration; remove it")]
    [InlineData("""{ "seed": 0.5 }""", "seed", "must be a whole number of at most 64 bits, but is 0.5")]
    [InlineData("""{ "maxAttempts": 0 }""", "maxAttempts", "but is 0")]
    [InlineData("""{ "optimum": "nee" }""", "optimum", "did you mean \"knee\"?")]
    [InlineData("""{ "priority": 11 }""", "priority", "must be a whole number from -10 to 10, but is 11")]
    [InlineData(
        """{ "dataset": "cifar" }""", "dataset", "did you mean \"cifar10\"? known: cifar10, pets; add one with: paretune data import")]
    [InlineData("""{ "dataset": 10 }""", "dataset", "must be text, but is 10")]
    [InlineData("""{ "dataset": null }""", "dataset", "is empty; give a value or remove the line")]
    [InlineData("""[]""", "search", "must be an object with keys from name, dataset")]
    public void A_error_is_named_with_its_place_and_its_rule(string json, string field, string message)
    {
        var reading = Read(json.Contains("dataset", StringComparison.Ordinal) ? json : WithDataset(json));

        var error = Assert.Single(reading.Errors);
        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Null(reading.Spec);
    }

    [Fact]
    public void All_errors_are_found_at_once()
    {
        var reading = Read("""{ "epochs": 0, "space": { "width": [2, 0.5, 0.5], "dilaton": 1 }, "optimum": "best", "objectives": [] }""");

        Assert.Equal(
            ["dataset", "epochs", "objectives", "optimum", "space.dilaton", "space.width[0]", "space.width[2]"],
            reading.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_space_that_is_too_big_is_refused()
    {
        var list = $"[{string.Join(", ", Enumerable.Range(2, 50))}]";

        var reading = Read(
            $$"""{ "dataset": "cifar10", "space": { "dilation": {{list}}, "batchSize": {{list}}, "learningRate": {{list}} } }""");

        var error = Assert.Single(reading.Errors);
        Assert.Equal(
            ("space",
                "must have at most 100000 configurations, but the product of its lists is 125000; shorten a list, or use strategy: random "
                + "with samples"), (error.Field, error.Message));
    }

    [Fact]
    public void Without_data_sets_what_needs_them_is_left_out()
    {
        var reading = SearchSpecReader.Read(
            Parse("""{ "dataset": "mine", "batchSize": 60000, "space": { "resolution": 0.1 }, "limits": { "macs": 1 } }"""), datasets: null,
            trainers: null);

        Assert.Empty(reading.Errors);
    }

    [Fact]
    public void A_spec_is_read_back_as_it_was_written()
    {
        var spec = Read(
            """
            { "dataset": "cifar10", "space": { "width": [1, 0.5], "learningRate": [1e-4, 0.01] }, "limits": { "bytes": 40000000 } }
            """).Spec!;

        var again = SearchSpecReader.Read(JsonSerializer.SerializeToElement(spec, ParetuneJson.Options), [Cifar], []);

        Assert.Empty(again.Errors);
        Assert.Equal(JsonSerializer.Serialize(spec, ParetuneJson.Options), JsonSerializer.Serialize(again.Spec, ParetuneJson.Options));
    }

    [Fact]
    public void A_value_that_was_never_parsed_is_an_error()
    {
        Assert.Equal("must be an object", Assert.Single(SearchSpecReader.Read(default, [Cifar], []).Errors).Message[..17]);
    }

    private static string WithDataset(string json) => json.StartsWith('{') ? $$"""{ "dataset": "cifar10",{{json[1..]}}""" : json;

    private static SpecReadResult Read(string json) => SearchSpecReader.Read(Parse(json), [Cifar, Tiny], []);

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
