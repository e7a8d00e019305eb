using System.Text.Json;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>A search of a custom trainer.</summary>
public sealed class TrainerSearchTests
{
    private static readonly Dataset Tiny = new("pets", ["cat", "dog"], 48, 60, 20);

    [Fact]
    public void A_trainer_alone_is_a_search_over_its_defaults()
    {
        var spec = Lines.Read("""{ "trainer": "lines" }""").Spec!;

        Assert.Equal(("lines", "lines", "lines", "lines-search"), (spec.Trainer, spec.Dataset, Assert.Single(spec.Networks), spec.Name));
        Assert.Equal(["accuracy", "parameters"], spec.Objectives);
        Assert.Equal(
            ["channels 16", "dropout 0.1", "pooling max"],
            spec.Space.First.Declared!.Select(own => $"{own.Key} {string.Join(' ', own.Value.Values)}"));
        Assert.Equal(
            new(Dilation: 1, Width: 1, Resolution: 1, LearningRate: 0.001, WeightDecay: 0, BatchSize: 128),
            Configuration.Create(
                spec.Space.First.Domains.ToDictionary(one => one.Key, one => one.Value.Values.Single()), hasTrainer: false)
                with
            { Recipe = null });
    }

    [Fact]
    public void Its_own_hyperparameters_are_lists_or_single_values_in_the_order_given()
    {
        var own = Lines.Read(
            """
            { "trainer": "lines", "space": { "hyperparameters": { "pooling": ["mean", "max"], "channels": [32, 8.0], "dropout": 0.5 } } }
            """).Spec!.Space.First.Declared!;

        Assert.Equal(["mean", "max"], own["pooling"].Values.Select(value => value.Word));
        Assert.Equal([32, 8], own["channels"].Values.Select(value => value.Number));
        Assert.Equal([0.5], own["dropout"].Values.Select(value => value.Number));
    }

    [Fact]
    public void A_trainer_may_train_on_a_data_set()
    {
        var spec = Lines.Read(
            """
            { "trainer": "lines", "dataset": "pets", "trainImages": 40, "objectives": ["accuracy", "bytes"], "limits": { "bytes": 5,
            "parameters": 6 } }
            """, Tiny).Spec!;

        Assert.Equal(
            ("pets", "lines", 48, 40, 36),
            (spec.Dataset, Assert.Single(spec.Networks), spec.BaseResolution, spec.TrainImages, spec.Space.Numbers("batchSize").Single()));
        Assert.Equal(new(Parameters: 6, Bytes: 5), spec.Limits);
        Assert.Equal(Tiny, SearchSpecReader.DatasetOf(spec, [Tiny]));
    }

    [Fact]
    public void A_trainer_that_brings_its_data_has_no_images()
    {
        var own = SearchSpecReader.DatasetOf(Lines.Spec, [Tiny]);

        Assert.Equal(("lines", 0, 0, 0), (own.Name, own.Classes.Length, own.TrainImages, own.TestImages));
    }

    [Theory]
    [InlineData(
        """{ "trainer": "lnes" }""", "trainer",
        "unknown trainer \"lnes\"; did you mean \"lines\"? known: external, lines, torn; push it (paretune trainer")]
    [InlineData("""{ "trainer": "" }""", "trainer", "unknown trainer \"\"")]
    [InlineData("""{ "trainer": 5, "space": { "hyperparameters": { "channels": 5 } } }""", "trainer", "must be text, but is 5")]
    [InlineData(
        """{ "trainer": "torn" }""", "trainer",
        "trainer.yaml of torn has an error: assembly must name the .dll")]
    [InlineData("""{ "trainer": "lines", "dataset": "peds" }""", "dataset", "unknown dataset \"peds\"; did you mean \"pets\"?")]
    [InlineData("""{ "trainer": "lines", "dataset": 10 }""", "dataset", "must be text, but is 10")]
    [InlineData(
        """{ "trainer": "lines", "network": "mobilenet" }""", "network",
        "must be left out if a trainer is named, but is \"mobilenet\"; remove one of the two")]
    [InlineData(
        """{ "trainer": "lines", "network": ["mobilenet"] }""", "network", "must be left out if a trainer is named, but is a list")]
    [InlineData(
        """{ "trainer": "lines", "trainImages": 40 }""", "trainImages",
        "applies to datasets, but trainer lines brings its own data; remove it, or name a dataset")]
    [InlineData(
        """{ "trainer": "lines", "objectives": ["accuracy", "macs"] }""", "objectives[1]",
        "must be a metric of trainer lines: accuracy, parameters or bytes, but is macs; remove it")]
    [InlineData(
        """{ "trainer": "lines", "objectives": ["accuracy", "top5Error"] }""", "objectives[1]",
        "must be a metric of trainer lines: accuracy, parameters or bytes, but is top5Error; remove it")]
    [InlineData(
        """{ "trainer": "lines", "objectives": ["accuracy", "bytes", "latency"], "latency": "int8" }""", "objectives[2]",
        "but is latency; remove it")]
    [InlineData(
        """{ "trainer": "lines", "limits": { "macs": 5 } }""", "limits.macs",
        "must be left out, because the MACs of trainer lines are not known, but is 5; remove it")]
    [InlineData(
        """{ "trainer": "lines", "space": { "dilation": [1, 2] } }""", "space.dilation[1]",
        "must be 1, because trainer lines does not support δ > 1, but is 2")]
    [InlineData(
        """{ "trainer": "lines", "space": { "width": 0.5 } }""", "space.width",
        "must be 1, because trainer lines does not support α < 1, but is 0.5")]
    [InlineData(
        """{ "trainer": "lines", "space": { "resolution": [0.5] } }""", "space.resolution[0]",
        "must be 1, because trainer lines does not support ρ < 1, but is 0.5")]
    [InlineData("""{ "trainer": "lines", "space": { "channels": 5 } }""", "space.channels", "unknown key \"channels\"")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": [5] } }""", "space.hyperparameters",
        "must be an object with keys from channels, dropout, pooling, but is a list")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "chanels": 5 } } }""", "space.hyperparameters.chanels",
        "unknown key \"chanels\"; did you mean \"channels\"?")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "channels": [8, 0] } } }""", "space.hyperparameters.channels[1]",
        "must be a whole number from 1 to 512, but is 0")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "channels": 513 } } }""", "space.hyperparameters.channels",
        "must be a whole number from 1 to 512, but is 513")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "channels": 8.5 } } }""", "space.hyperparameters.channels", "but is 8.5")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "channels": "8" } } }""", "space.hyperparameters.channels",
        "but is \"8\"")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "channels": [] } } }""", "space.hyperparameters.channels",
        "must have 1 to 1000 values, but has 0")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "dropout": [0.5, 0.50] } } }""", "space.hyperparameters.dropout[1]",
        "must not be repeated")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "dropout": 1e400 } } }""", "space.hyperparameters.dropout",
        "must be a number from 0 to 0.9, but is 1e400")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "pooling": ["max", "meen"] } } }""", "space.hyperparameters.pooling[1]",
        "unknown pooling \"meen\"; did you mean \"mean\"? known: max, mean")]
    [InlineData(
        """{ "trainer": "lines", "space": { "hyperparameters": { "pooling": 1 } } }""", "space.hyperparameters.pooling",
        "must be text, but is 1")]
    [InlineData(
        """{ "dataset": "pets", "space": { "hyperparameters": { "channels": 5 } } }""", "space.hyperparameters",
        "applies only to custom trainers; name one under trainer, or remove it")]
    public void A_error_is_named_once_with_its_place_and_its_rule(string json, string field, string message)
    {
        var reading = Lines.Read(json, Tiny);

        var error = Assert.Single(reading.Errors);
        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Null(reading.Spec);
    }

    [Fact]
    public void A_command_may_report_the_metric_of_the_five_likeliest_classes()
    {
        var trainer = TrainerReader.Read("digits", new StringReader("command: [./train]"));
        using var json = JsonDocument.Parse("""{ "trainer": "digits", "objectives": ["accuracy", "top5Error"] }""");

        Assert.Empty(SearchSpecReader.Read(json.RootElement, datasets: [], [trainer]).Errors);
    }

    [Fact]
    public void All_errors_are_found_at_once()
    {
        var reading = Lines.Read(
            """
            { "trainer": "lines", "network": "vgg16", "limits": { "macs": 1 }, "epochs": 0, "space": { "width": 0.5,
            "hyperparameters": { "depth": 1, "channels": 0 } } }
            """);

        Assert.Equal(
            ["epochs", "limits.macs", "network", "space.hyperparameters.channels", "space.hyperparameters.depth", "space.width"],
            reading.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_trainer_that_is_called_as_a_data_set_is_refused()
    {
        var namesake = Tiny with { Name = "lines" };

        var error = Assert.Single(Lines.Read("""{ "trainer": "lines" }""", namesake).Errors);

        Assert.Equal(
            ("trainer", "must not have the name of a dataset, but there is a dataset lines; rename the trainer's folder"),
            (error.Field, error.Message));
    }

    [Fact]
    public void A_space_of_too_many_own_values_is_refused()
    {
        var list = string.Join(", ", Enumerable.Range(1, 400));
        var rates = string.Join(", ", Enumerable.Range(1, 300));

        var error = Assert.Single(
            Lines.Read(
                $$"""
                { "trainer": "lines", "space": { "learningRate": [{{rates}}], "hyperparameters": { "channels": [{{list}}] } } }
                """).Errors);

        Assert.Equal(
            ("space",
                "must have at most 100000 configurations, but the product of its lists is 120000; shorten a list, or use strategy: random "
                + "with samples"), (error.Field, error.Message));
    }

    [Theory]
    [InlineData("""{ "trainer": "lines", "space": { "hyperparameters": { "channels": [32, 8], "pooling": "mean" } } }""")]
    [InlineData("""{ "trainer": "lines", "dataset": "pets", "trainImages": 30, "limits": { "parameters": 5 } }""")]
    public void A_spec_is_read_back_as_it_was_written(string json)
    {
        var spec = Lines.Read(json, Tiny).Spec!;

        var written = JsonSerializer.Serialize(spec, ParetuneJson.Options);
        var again = Lines.Read(written, Tiny);

        Assert.Empty(again.Errors);
        Assert.Equal(written, JsonSerializer.Serialize(again.Spec, ParetuneJson.Options));
        Assert.Equal(
            written, JsonSerializer.Serialize(JsonSerializer.Deserialize<SearchSpec>(written, ParetuneJson.Options), ParetuneJson.Options));
    }

    [Fact]
    public void A_search_without_a_trainer_says_nothing_of_one()
    {
        var json = JsonSerializer.Serialize(Sample.Spec, ParetuneJson.Options);

        Assert.DoesNotContain("trainer", json, StringComparison.Ordinal);
        Assert.DoesNotContain("hyperparameters", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_trainers_what_needs_them_is_left_out()
    {
        using var document = JsonDocument.Parse(
            """
            { "trainer": "anyone-s", "dataset": "mine", "space": { "width": 0.5, "hyperparameters": { "anything": [1, "x", null] } } }
            """);

        var reading = SearchSpecReader.Read(document.RootElement, datasets: null, trainers: null);

        Assert.Equal(["space.width"], reading.Errors.Select(error => error.Field));
    }
}
