using System.Text.Json;
using Paretune.Testing;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>Configurations added to a search, checked against its space.</summary>
public sealed class AddedTrialsReaderTests
{
    private static readonly SearchSpec Spec = Read(
        """
        { "dataset": "shapes", "strategy": "manual", "space": { "dilation": [1, 2], "width": { "from": 0.25, "to": 1, "step": 0.05 },
        "learningRate": { "from": 1e-4, "to": 0.1, "scale": "log" }, "batchSize": { "from": 16, "to": 64, "scale": "log2" },
        "schedule": ["cosine", "constant"] } }
        """);

    [Fact]
    public void What_the_space_leaves_no_choice_of_may_be_left_out()
    {
        var trial = Assert.Single(Added(
            """{ "dilation": 2, "width": 0.5, "learningRate": 0.01, "batchSize": 32, "schedule": "constant" }""").Trials);

        Assert.Equal("dilated-separable", trial.Network);
        Assert.Equal(
            (2, 0.5, 1, 0.01, 0, 32),
            (trial.Configuration.Dilation, trial.Configuration.Width, trial.Configuration.Resolution, trial.Configuration.LearningRate,
                trial.Configuration.WeightDecay, trial.Configuration.BatchSize));
        Assert.Equal("constant", trial.Configuration["schedule"].Word);
        Assert.Equal(0.05, trial.Configuration["warmup"].Number);
    }

    [Fact]
    public void It_is_what_a_grid_of_the_same_values_would_train()
    {
        var grid = Read("""{ "dataset": "shapes", "space": { "width": 0.5, "learningRate": 0.01, "batchSize": 32 } }""");

        var trial = Assert.Single(Added(
            """{ "dilation": 1, "width": 0.5, "learningRate": 0.01, "batchSize": 32, "schedule": "cosine" }""").Trials);

        Assert.Equal(CandidateSpace.Count(grid, classes: 2).At(0).Configuration, trial.Configuration);
    }

    [Fact]
    public void A_step_that_binary_numbers_miss_is_the_space_s_own()
    {
        var trial = Assert.Single(Added(
            """{ "dilation": 1, "width": 0.30000000000000004, "learningRate": 0.1, "batchSize": 16, "schedule": "cosine" }""").Trials);

        Assert.Equal(0.3, trial.Configuration.Width);
    }

    [Fact]
    public void A_hundred_configurations_are_added_in_one_request()
    {
        var given = Enumerable.Range(1, 100).Select(number => FormattableString.Invariant(
            $"{{ \"dilation\": 1, \"width\": 0.5, \"learningRate\": {number * 0.001}, \"batchSize\": 16, \"schedule\": \"cosine\" }}"));

        var (trials, errors) = Added([.. given]);

        Assert.Empty(errors);
        Assert.Equal(100, trials.Count);
    }

    [Theory]
    [InlineData("dilation", "3", "must be one of 1, 2, which the search's space allows, but is 3; change it, or submit another search")]
    [InlineData("dilation", "1.5", "must be one of 1, 2, which the search's space allows, but is 1.5")]
    [InlineData("width", "0.33", "must be from 0.25 to 1, in steps of 0.05, which the search's space allows, but is 0.33")]
    [InlineData("learningRate", "1", "must be from 0.0001 to 0.1, which the search's space allows, but is 1")]
    [InlineData("learningRate", "\"fast\"", "must be from 0.0001 to 0.1, which the search's space allows, but is \"fast\"")]
    [InlineData("batchSize", "48", "must be from 16 to 64, 16 times a power of 2, which the search's space allows, but is 48")]
    [InlineData("schedule", "\"cosin\"", "must be one of cosine, constant, which the search's space allows, but is \"cosin\"")]
    [InlineData("schedule", "true", "must be one of cosine, constant, but is true")]
    [InlineData("resolution", "0.5", "must be 1, which the search's space allows, but is 0.5")]
    [InlineData("network", "\"\\ud800\"", "must be text, but is text that is not Unicode")]
    [InlineData("lr", "0.1", "unknown key \"lr\"; did you mean \"learningRate\"?")]
    public void A_value_outside_of_the_space_is_an_error(string key, string value, string message)
    {
        var values = new Dictionary<string, string>
        {
            ["dilation"] = "1",
            ["width"] = "0.5",
            ["learningRate"] = "0.01",
            ["batchSize"] = "16",
            ["schedule"] = "\"cosine\"",
            [key] = value,
        };

        var error = Added($"{{ {string.Join(", ", values.Select(one => $"\"{one.Key}\": {one.Value}"))} }}").Errors[0];

        Assert.Equal($"trials[0].{key}", error.Field);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_errors_are_told_together_and_nothing_is_read()
    {
        var (trials, errors) = Added("""{ "dilation": 1, "width": 2 }""", "3", """{ "width": 0.5 }""");

        Assert.Empty(trials);
        Assert.Equal(
            [
                "trials[0].width", "trials[0].learningRate", "trials[0].batchSize", "trials[0].schedule", "trials[1]", "trials[2].dilation",
                "trials[2].learningRate", "trials[2].batchSize", "trials[2].schedule",
            ],
            errors.Select(error => error.Field).Order(StringComparer.Ordinal).OrderBy(field => field[..9]).ThenBy(Place));

        int Place(string field) => errors.Index().First(one => one.Item.Field == field).Index;
    }

    [Theory]
    [InlineData("""{ }""", "must list at least one configuration, but is missing")]
    [InlineData("""{ "trials": [] }""", "must list at least one configuration, but is empty")]
    [InlineData("""{ "trials": { "width": 0.5 } }""", "must list at least one configuration, but is")]
    public void At_least_one_configuration_must_be_there(string json, string message) =>
        Assert.StartsWith(message, Assert.Single(Body(json, Spec).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void A_request_is_bounded()
    {
        var error = Assert.Single(Added([.. Enumerable.Repeat("{ }", AddedTrialsReader.Most + 1)]).Errors);

        Assert.Equal("must list at most 100 configurations, but lists 101; add them in several requests", error.Message);
    }

    [Fact]
    public void Of_several_networks_one_is_named_and_its_part_of_the_space_counts()
    {
        var spec = Read(
            """
            { "dataset": "shapes", "strategy": "manual", "space": [ { "network": "mobilenet", "width": [1, 0.5], "learningRate": 0.1 },
            { "network": "vgg16", "learningRate": [0.1, 0.01] } ] }
            """);

        Assert.Equal("vgg16", Body("""{ "trials": [ { "network": "vgg16", "learningRate": 0.01 } ] }""", spec).Trials.Single().Network);
        Assert.Equal(
            "trials[0].learningRate",
            Body("""{ "trials": [ { "network": "mobilenet", "width": 1, "learningRate": 0.01 } ] }""", spec).Errors.Single().Field);
        Assert.StartsWith(
            "must name one of mobilenet, vgg16, but is missing", Body("""{ "trials": [ { "width": 1 } ] }""", spec).Errors[0].Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "unknown network \"vgg61\"; did you mean \"vgg16\"?",
            Body("""{ "trials": [ { "network": "vgg61" } ] }""", spec).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trainer_s_own_hyperparameters_stand_in_an_object_of_their_own()
    {
        var spec = Lines.Read(
            """
            { "trainer": "lines", "strategy": "manual", "space": { "hyperparameters": { "channels": { "from": 8, "to": 32 },
            "pooling": ["mean", "max"] } } }
            """).Spec!;

        var read = Body("""{ "trials": [ { "hyperparameters": { "channels": 9, "pooling": "max" } } ] }""", spec).Trials.Single();

        Assert.Equal((9, "max"), (read.Configuration["channels"].Number, read.Configuration["pooling"].Word));
        Assert.Equal(
            "trials[0].hyperparameters.channels",
            Body("""{ "trials": [ { "hyperparameters": { "channels": 9.5, "pooling": "max" } } ] }""", spec).Errors.Single().Field);
        Assert.Equal(
            ["trials[0].hyperparameters.channels", "trials[0].hyperparameters.pooling"],
            Body("""{ "trials": [ { } ] }""", spec).Errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("""{ "dataset": "shapes", "strategy": "manual" }""")]
    [InlineData("""{ "dataset": "shapes", "strategy": "manual", "space": { "width": { "from": 0.25, "to": 1 } } }""")]
    [InlineData("""{ "trainer": "external", "strategy": "manual", "space": { "hyperparameters": { "x": { "from": 0, "to": 1 } } } }""")]
    public void A_space_that_only_bounds_needs_neither_steps_nor_a_budget(string json) => Assert.Equal("manual", Read(json).Strategy.Kind);

    private static SearchSpec Read(string json)
    {
        var reading = Lines.Read(json, new Dataset("shapes", ["circle", "square"], 32, 1000, 200));
        Assert.Empty(reading.Errors);
        return reading.Spec!;
    }

    private static (IReadOnlyList<GivenTrial> Trials, IReadOnlyList<ValidationError> Errors) Added(params string[] trials) =>
        Body($"{{ \"trials\": [ {string.Join(", ", trials)} ] }}", Spec);

    private static (IReadOnlyList<GivenTrial> Trials, IReadOnlyList<ValidationError> Errors) Body(string json, SearchSpec spec)
    {
        using var document = JsonDocument.Parse(json);
        var (trials, errors) = AddedTrialsReader.Read(document.RootElement, spec, [LinesTrainer.Usable]);
        return (trials, errors);
    }
}
