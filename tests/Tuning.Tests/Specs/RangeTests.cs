using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Tests.Strategies;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>Ranges, steps and lists in spaces.</summary>
public sealed class RangeTests
{
    private static readonly Dataset Pair = new("pair", ["one", "other"], 32, 1000, 100);

    [Theory]
    [InlineData("learningRate", """{ "from": 0.1, "to": 0.5, "step": 0.1 }""", "0.1 0.2 0.3 0.4 0.5")]
    [InlineData("learningRate", """{ "from": 0.001, "to": 1, "scale": "log", "steps": 4 }""", "0.001 0.01 0.1 1")]
    [InlineData("weightDecay", """{ "from": 0, "to": 1, "steps": 3 }""", "0 0.5 1")]
    [InlineData("batchSize", """{ "from": 16, "to": 128, "scale": "log2" }""", "16 32 64 128")]
    [InlineData("batchSize", """{ "from": 16, "to": 100, "scale": "log2" }""", "16 32 64")]
    [InlineData("batchSize", """{ "from": 10, "to": 100, "scale": "log", "steps": 3 }""", "10 32 100")]
    [InlineData("dilation", """{ "from": 1, "to": 4 }""", "1 2 3 4")]
    [InlineData("dilation", """{ "from": 1, "to": 6, "step": 2 }""", "1 3 5")]
    public void A_grid_takes_the_steps_of_a_range(string name, string range, string expected)
    {
        var reading = Read($$"""{ "dataset": "pair", "space": { "{{name}}": {{range}} } }""");

        Assert.Empty(reading.Errors);
        var values = CandidateSpace.Count(reading.Spec!, 2).All().Select(one => one.Configuration[name].ToString());
        Assert.Equal(expected.Split(' '), values);
    }

    [Theory]
    [InlineData(
        """{ "learningRate": { "from": 0.1, "to": 0.01 } }""", "space.learningRate.to", "must be above from, which is 0.1, but is 0.01")]
    [InlineData(
        """{ "learningRate": { "from": 0.1 } }""", "space.learningRate.to", "must be a number, but is missing; a range has from and to")]
    [InlineData("""{ "learningRate": { "from": 0, "to": 0.1 } }""", "space.learningRate.from",
        "must be a number above 0 and at most 1E+30, but is 0")]
    [InlineData(
        """{ "weightDecay": { "from": 0, "to": 0.1, "scale": "log" } }""", "space.weightDecay.from",
        "must be above 0 on a log scale, but is 0")]
    [InlineData(
        """{ "learningRate": { "from": 0.01, "to": 0.1, "scale": "lag" } }""", "space.learningRate.scale",
        "unknown scale \"lag\"; did you mean \"log\"?")]
    [InlineData(
        """{ "learningRate": { "from": 0.01, "to": 0.1, "scale": "log", "step": 0.01 } }""", "space.learningRate.step",
        "applies only to the linear scale, but the scale is log")]
    [InlineData(
        """{ "learningRate": { "from": 0.01, "to": 0.1, "step": 0.01, "steps": 3 } }""", "space.learningRate.step",
        "must be left out if steps is given")]
    [InlineData(
        """{ "learningRate": { "from": 0.01, "to": 0.1, "step": 1e-9 } }""", "space.learningRate.step",
        "which makes 1000 values, but is 1e-9")]
    [InlineData(
        """{ "weightDecay": { "from": 0, "to": 1e-27, "step": 2e-30 } }""", "space.weightDecay.step",
        "applies only to numbers with at most 28 decimal places and 15 digits, but from is 0 and step is 2E-30; use steps instead")]
    [InlineData(
        """{ "learningRate": { "from": 1e-30, "to": 0.1, "step": 0.01 } }""", "space.learningRate.step", "but from is 1E-30")]
    [InlineData(
        """{ "learningRate": { "from": 1, "to": 1.00000000000001, "step": 1e-16 } }""", "space.learningRate.step", "but from is 1 and")]
    [InlineData(
        """{ "learningRate": { "from": 0.01, "to": 0.1, "steps": 1 } }""", "space.learningRate.steps",
        "must be a whole number from 2 to 1000, but is 1")]
    [InlineData(
        """{ "batchSize": { "from": 16, "to": 64, "scale": "log2", "steps": 3 } }""", "space.batchSize.steps",
        "must be left out on the log2 scale")]
    [InlineData("""{ "batchSize": { "from": 16, "to": 901 } }""", "space.batchSize.to", "must be at most the 900 training images of pair")]
    [InlineData("""{ "dilation": { "from": 1, "to": 2.5 } }""", "space.dilation.to", "must be a whole number from 1 to 100, but is 2.5")]
    [InlineData(
        """{ "resolution": { "from": 0.1, "to": 1, "steps": 3 } }""", "space.resolution.from",
        "must be at least 8 pixels, but round(0.1 · 32) is 3")]
    [InlineData("""{ "width": { "form": 0.5, "to": 1 } }""", "space.width.form", "did you mean \"from\"?")]
    public void What_is_wrong_with_a_range_is_named_with_its_place(string space, string field, string message)
    {
        var errors = Read($$"""{ "dataset": "pair", "space": {{space}} }""").Errors;

        Assert.Contains(errors, error => error.Field == field && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"random\"", null, "strategy",
        "must have samples unless the search has a budget, because learningRate is a range without steps")]
    [InlineData("""{ "kind": "random", "samples": 5 }""", null, null, null)]
    [InlineData("\"random\"", """{ "trials": 5 }""", null, null)]
    [InlineData(
        "\"random\"", """{ "share": 0.5 }""", "budget.share", "is a share of the cost of the whole grid, but learningRate has no steps")]
    [InlineData("\"random\"", """{ "epochs": 11 }""", "budget.epochs", "must be at least the 12 epochs of one trial, but is 11")]
    [InlineData("\"random\"", """{ "share": 1.5 }""", "budget.share", "must be a number above 0 and at most 1, but is 1.5")]
    [InlineData("\"random\"", """{ "hours": 0 }""", "budget.hours", "must be a number above 0 and at most 1000000, but is 0")]
    [InlineData("\"random\"", """{ "trial": 5 }""", "budget.trial", "did you mean \"trials\"?")]
    [InlineData(
        "\"random\"", "{}", "budget", "must contain at least one of trials, epochs, share, hours, wallHours, noProgress, but is empty")]
    public void A_range_without_an_end_asks_how_much_of_it_is_tried(string strategy, string? budget, string? field, string? message)
    {
        var errors = Read($$"""
            { "dataset": "pair", "space": { "learningRate": { "from": 0.01, "to": 0.1, "scale": "log" } },
                "strategy": {{strategy}}{{(budget is null ? "" : $", \"budget\": {budget}")}} }
            """).Errors;

        Assert.Equal(field, errors.FirstOrDefault()?.Field);
        Assert.Contains(message ?? "", errors.FirstOrDefault()?.Message ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_ranges_without_steps_the_first_is_named() => Assert.Contains(
        Read("""
            { "dataset": "pair", "strategy": "grid",
                "space": { "learningRate": { "from": 0.01, "to": 0.1 }, "weightDecay": { "from": 0, "to": 0.1 } } }
            """).Errors, error => error.Field == "space.learningRate");

    [Fact]
    public void A_space_of_far_more_than_a_hundred_thousand_configurations_is_sampled()
    {
        var list = $"[{string.Join(", ", Enumerable.Range(2, 90))}]";

        var reading = Read($$"""
            { "dataset": "pair", "space": { "dilation": {{list}}, "batchSize": {{list}}, "learningRate": {{list}} },
            "strategy": { "kind": "random", "samples": 20 } }
            """);

        Assert.Empty(reading.Errors);
        var space = CandidateSpace.Count(reading.Spec!, 2);
        Assert.Equal(729_000, space.Size);
        Assert.Equal(20, StrategyCatalog.Create(reading.Spec!, () => space).All().Distinct().Count());
    }

    [Fact]
    public void Several_spaces_have_networks_of_their_own()
    {
        var reading = Read("""
            { "dataset": "pair", "space": [{ "network": "mobilenet", "width": [1, 0.5] }, { "network": ["dilated-separable", "mobilenet"],
            "learningRate": 0.02 }] }
            """);

        Assert.Empty(reading.Errors);
        Assert.Equal(["mobilenet", "dilated-separable"], reading.Spec!.Networks);
        var measured = MeasuredRates.For("mobilenet", 128, OptimizerKind.Adamw);
        Assert.Equal(
            [("mobilenet", 1, measured), ("mobilenet", 0.5, measured), ("mobilenet", 1, 0.02), ("dilated-separable", 1, 0.02)],
            CandidateSpace.Count(reading.Spec, 2).All().Select(
                one => (one.Network, one.Configuration.Width, one.Configuration.LearningRate)));
    }

    [Theory]
    [InlineData("""{ "network": "vgg16", "space": [{ "width": 1 }] }""", "network", "must be left out if space is a list")]
    [InlineData(
        """{ "space": [{ "network": "mobilenet", "width": 2 }] }""", "space[0].width", "must be a number above 0 and at most 1, but is 2")]
    [InlineData(
        """{ "space": [{ "network": "mobilenet" }, { "network": "resnet18", "width": 0.5 }] }""", "space[1].width",
        "must be 1, because resnet18 does not support α < 1")]
    [InlineData("""{ "space": [{ "network": "mobilnet" }] }""", "space[0].network", "did you mean \"mobilenet\"?")]
    [InlineData("""{ "space": [] }""", "space", "must have 1 to 1000 values, but has 0")]
    [InlineData("""{ "space": [{ "network": "alexnet" }] }""", "space[0].network", "alexnet needs an input of at least 63 pixels")]
    public void What_is_wrong_with_one_of_several_spaces_is_named_with_its_place(string json, string field, string message)
    {
        var errors = Read($$"""{ "dataset": "pair", {{json[1..]}}""").Errors;

        Assert.Contains(errors, error => error.Field == field && error.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        """
        { "dataset": "pair", "space": { "learningRate": { "from": 0.001, "to": 0.1, "scale": "log", "steps": 3 }, "width": { "from": 0.5,
        "to": 1, "step": 0.25 } } }
        """)]
    [InlineData(
        """{ "dataset": "pair", "space": [{ "network": "mobilenet", "width": [1, 0.5] }, { "network": ["vgg16", "resnet18"] }] }""")]
    [InlineData(
        """
        { "dataset": "pair", "strategy": { "kind": "asha", "sampler": "grid", "reduction": 2 }, "budget": { "share": 0.5, "hours": 2 } }
        """)]
    public void A_spec_is_read_back_as_it_was_written(string json)
    {
        var written = JsonSerializer.Serialize(Read(json).Spec!, ParetuneJson.Options);

        Assert.Equal(written, JsonSerializer.Serialize(Read(written).Spec, ParetuneJson.Options));
        Assert.Equal(
            written, JsonSerializer.Serialize(JsonSerializer.Deserialize<SearchSpec>(written, ParetuneJson.Options), ParetuneJson.Options));
    }

    [Theory]
    [InlineData("1e-4..0.1 log", """{"from":1e-4,"to":0.1,"scale":"log"}""")]
    [InlineData("0.1..0.5 step 0.1", """{"from":0.1,"to":0.5,"step":0.1}""")]
    [InlineData("16..256 log2", """{"from":16,"to":256,"scale":"log2"}""")]
    [InlineData("1e-4..0.1 log steps 4", """{"from":1e-4,"to":0.1,"scale":"log","steps":4}""")]
    public void A_flag_says_a_range_in_one_text_and_a_form_shows_the_same(string text, string json)
    {
        var flag = SearchFlag.All.Single(one => one.Name == "--learning-rate");

        var parsed = flag.Parse(text);

        Assert.Equal(json, parsed!.ToJsonString());
        Assert.Equal(text, SearchFlag.TextOf(JsonNode.Parse(json)));
    }

    [Theory]
    [InlineData("1,2", "[1,2]")]
    [InlineData("1..", "[\"1..\"]")]
    [InlineData("1..2 cubic", "[\"1..2 cubic\"]")]
    public void A_text_that_is_no_range_is_a_list(string text, string json) =>
        Assert.Equal(json, SearchFlag.All.Single(one => one.Name == "--learning-rate").Parse(text)!.ToJsonString());

    private static SpecReadResult Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SearchSpecReader.Read(document.RootElement.Clone(), [Pair], []);
    }
}
