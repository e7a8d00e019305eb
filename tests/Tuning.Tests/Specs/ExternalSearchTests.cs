using System.Text.Json;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>A search whose trials are trained by programs outside the cluster.</summary>
public sealed class ExternalSearchTests
{
    [Fact]
    public void Its_space_says_what_its_hyperparameters_are()
    {
        var spec = Lines.Read(
            """
            { "trainer": "external", "space": { "learningRate": [0.1], "hyperparameters": { "depth": [1, 2], "activation": ["relu", "tanh"],
            "dropout": { "from": 0, "to": 0.5, "steps": 3 } } } }
            """).Spec!;

        Assert.True(spec.IsExternal);
        Assert.Equal(("external", "external-search"), (spec.Dataset, spec.Name));
        Assert.Equal(["accuracy", "parameters"], spec.Objectives);
        Assert.Equal(["activation", "depth", "dropout"], spec.Space.First.Declared!.Keys);
        Assert.Equal(["relu", "tanh"], spec.Space.First["activation"].Values.Select(value => value.Word));
    }

    [Fact]
    public void Its_own_metrics_are_objectives_and_limits_as_any_other()
    {
        var spec = Lines.Read(
            """
            { "trainer": "external", "metrics": { "f1": { "goal": "maximize", "min": 0, "max": 1 }, "energy": { "goal": "minimize",
            "unit": "J" } }, "objectives": ["accuracy", "f1", "energy"], "limits": { "minF1": 0.5, "energy": 20 } }
            """).Spec!;

        var table = MetricTable.From(spec);
        Assert.Equal(["accuracy", "f1", "energy"], spec.Objectives);
        Assert.Equal((true, false), (table["f1"].IsMaximized, table["energy"].IsMaximized));
        Assert.Equal(("84.00 %", "12.5 J"), (table["f1"].Cell(0.84), table["energy"].Cell(12.5) + table["energy"].Format.Suffix));
        Assert.Equal(["f1 ≥ 0.5", "energy ≤ 20"], MetricLimit.From(spec.Limits, table).Select(limit => limit.Allowed).Order().Reverse());
        var again = Lines.Read(JsonSerializer.Serialize(new { spec.Trainer, spec.Metrics, spec.Objectives }, ParetuneJson.Options)).Spec!;
        Assert.Equal(spec.Metrics, again.Metrics!);
    }

    [Theory]
    [InlineData(
        """{ "trainer": "lines", "metrics": { "f1": { "goal": "maximize" } } }""", "metrics",
        "applies only to searches with trainer: external")]
    [InlineData(
        """{ "trainer": "external", "metrics": { "f1": { } } }""", "metrics.f1.goal", "must be maximize or minimize, but is missing")]
    [InlineData("""{ "trainer": "external", "metrics": { "f1": { "goal": "up" } } }""", "metrics.f1.goal", "unknown goal \"up\"")]
    [InlineData(
        """{ "trainer": "external", "metrics": { "f1": { "goal": "maximize", "when": "later" } } }""", "metrics.f1.when",
        "unknown when \"later\"")]
    [InlineData(
        """{ "trainer": "external", "metrics": { "f1": { "goal": "maximize", "min": 1, "max": 0 } } }""", "metrics.f1.max",
        "must be above min, which is 1, but is 0")]
    [InlineData(
        """{ "trainer": "external", "metrics": { "accuracy": { "goal": "maximize" } } }""", "metrics.accuracy", "must have another name")]
    [InlineData(
        """{ "trainer": "external", "metrics": { "seconds": { "goal": "minimize" } } }""", "metrics.seconds",
        "must have another name, because searches and trial tables already use this one; rename it")]
    [InlineData(
        """{ "trainer": "external", "metrics": { "tags": { "goal": "minimize" } } }""", "metrics.tags", "must have another name")]
    [InlineData(
        """{ "trainer": "external", "metrics": { "ema": { "goal": "minimize" } } }""", "metrics.ema", "must have another name")]
    [InlineData(
        """
        { "trainer": "external", "metrics": { "depth": { "goal": "maximize" } }, "space": { "hyperparameters": { "depth": 1 } } }
        """, "metrics.depth", "must not have the name of a hyperparameter")]
    [InlineData(
        """{ "trainer": "external", "dataset": "shapes" }""", "dataset", "must be left out with trainer: external, whose programs bring")]
    [InlineData(
        """{ "trainer": "external", "space": { "hyperparameters": { "Depth": 1 } } }""", "space.hyperparameters.Depth",
        "begins with a lower-case letter")]
    [InlineData(
        """{ "trainer": "external", "space": { "hyperparameters": { "epochs": 1 } } }""", "space.hyperparameters.epochs",
        "must have another name")]
    [InlineData(
        """{ "trainer": "external", "space": { "hyperparameters": { "depth": [1, "two"] } } }""", "space.hyperparameters.depth",
        "must be all numbers or all words")]
    [InlineData(
        """{ "trainer": "external", "space": { "hyperparameters": { "depth": true } } }""", "space.hyperparameters.depth",
        "must be a number or a word, but is true")]
    [InlineData("""{ "trainer": "external", "network": "vgg16" }""", "network", "must be left out if a trainer is named")]
    public void An_error_names_its_field(string json, string field, string message)
    {
        var error = Assert.Single(Lines.Read(json).Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_running_search_keeps_a_metric_with_the_name_of_a_column()
    {
        using var json = JsonDocument.Parse("""{ "trainer": "external", "metrics": { "seconds": { "goal": "minimize" } } }""");

        var running = SearchSpecReader.Read(json.RootElement, [], [], isBegun: true);

        Assert.Equal(["seconds"], running.Spec!.Metrics!.Keys);
    }

    [Fact]
    public void No_folder_can_be_called_as_it_is()
    {
        Assert.Contains("nor external", Assert.Single(
            TrainerReader.Read("external", new StringReader(LinesTrainerText)).Errors).Message, StringComparison.Ordinal);
    }

    private const string LinesTrainerText = "assembly: Lines.dll";
}
