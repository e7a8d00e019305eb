using System.Text.Json;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class StrategyTests
{
    [Theory]
    [InlineData("\"asha\"", null, 3, null)]
    [InlineData("""{ "kind": "asha" }""", null, 3, null)]
    [InlineData("""{ "kind": "asha", "samples": 20, "reduction": 4, "minEpochs": 2 }""", 20, 4, 2)]
    [InlineData("\"random\"", null, null, null)]
    [InlineData("\"grid\"", null, null, null)]
    public void A_strategy_is_read_with_its_defaults(string strategy, int? samples, int? reduction, int? minEpochs)
    {
        var spec = Read($$"""{ "dataset": "pair", "strategy": {{strategy}} }""").Spec!;

        Assert.Equal(
            (samples, reduction, minEpochs),
            (spec.Strategy.Whole("samples"), spec.Strategy.Whole("reduction"), spec.Strategy.Whole("minEpochs")));
        Assert.Equal(spec.Strategy, Read(JsonSerializer.Serialize(spec, ParetuneJson.Options)).Spec!.Strategy);
    }

    [Theory]
    [InlineData("""{ "samples": 40 }""", "", 40)]
    [InlineData("""{ "first": "listed" }""", "", 20)]
    [InlineData("""{ "first": "listed" }""", """, "budget": { "hours": 1 }""", null)]
    public void A_strategy_that_names_no_kind_draws_at_random_where_a_grid_is_not_possible(string strategy, string more, int? samples)
    {
        string Text(string range) =>
            $$"""{ "dataset": "pair", "space": { "learningRate": {{range}} }, "strategy": {{strategy}} {{more}} }""";

        var read = Read(Text("""{ "from": 0.001, "to": 0.1 }"""));

        Assert.Empty(read.Errors);
        Assert.Equal(("random", samples), (read.Spec!.Strategy.Kind, read.Spec.Strategy.Whole("samples")));
        // With steps it is a grid, which has no samples.
        Assert.Equal(
            strategy.Contains("samples", StringComparison.Ordinal) ? ["strategy.samples"] : [],
            Read(Text("""{ "from": 0.001, "to": 0.1, "steps": 3 }""")).Errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("\"front\"", "must be one of accuracy, parameters, bytes with strategy: front, which predicts no other metric, but is "
        + "energy; remove it, or use strategy: asha")]
    [InlineData(
        """{ "kind": "bayesian", "pruner": "front" }""", "must be one of accuracy, parameters, bytes with pruner: front, which predicts no "
        + "other metric, but is energy; remove it, or use pruner: none")]
    [InlineData("\"asha\"", null)]
    [InlineData("""{ "kind": "bayesian", "reduction": 3, "chance": 0.1 }""", null)]
    public void Front_stops_no_trial_that_may_be_best_by_a_metric_that_it_does_not_predict(string strategy, string? message)
    {
        var errors = Lines.Read($$"""
            { "trainer": "external", "epochs": 9, "metrics": { "energy": { "goal": "minimize" } }, "strategy": {{strategy}},
              "space": { "hyperparameters": { "depth": [1, 2, 3] } }, "objectives": ["accuracy", "parameters", "energy"] }
            """).Errors;

        Assert.Equal(message is null ? [] : [("objectives[2]", message)], errors.Select(error => (error.Field, error.Message)));
    }

    [Theory]
    [InlineData(
        """{ "kind": "grid", "reduction": 3 }""", "strategy.reduction",
        "applies only to asha, front, bayesian, but the strategy is grid, which tries every configuration; remove it or use another "
            + "strategy")]
    [InlineData(
        """{ "kind": "random", "minEpochs": 3 }""", "strategy.minEpochs",
        "applies only to asha, front, bayesian, but the strategy is random, which draws configurations at random; remove it "
            + "or use another strategy")]
    [InlineData(
        """{ "kind": "bayesian", "minEpochs": 1 }""", "strategy.minEpochs",
        "has no effect on bayesian without a pruner, but is 1; add pruner: front, or remove it")]
    [InlineData(
        """{ "kind": "bayesian", "reduction": 4 }""", "strategy.reduction",
        "has no effect on bayesian without a pruner, but is 4; add pruner: front, or remove it")]
    [InlineData(
        """{ "kind": "bayesian", "chance": 0.2 }""", "strategy.chance",
        "has no effect on bayesian without a pruner, but is 0.2; add pruner: front, or remove it")]
    [InlineData("\"ashra\"", "strategy", "unknown strategy \"ashra\"; did you mean \"asha\"? known: grid, random, ")]
    [InlineData(
        "7", "strategy",
        "must be an object with keys from kind, first, samples, reduction, minEpochs, sampler, chance, pruner, but is 7")]
    public void What_does_not_go_together_is_one_error(string strategy, string field, string message)
    {
        var error = Assert.Single(Read($$"""{ "dataset": "pair", "strategy": {{strategy}} }""").Errors);

        Assert.Equal(field, error.Field);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "kind": "asha", "order": "sobol" }""", "sampler", "sobol")]
    [InlineData("""{ "kind": "bayesian", "samples": 4, "stopping": "front" }""", "pruner", "front")]
    public void Former_names_of_parameters_are_read(string strategy, string name, string word)
    {
        var spec = Read($$"""{ "dataset": "pair", "strategy": {{strategy}} }""").Spec!;

        Assert.Equal(word, spec.Strategy.Parameters[name].Word);
    }

    [Theory]
    [InlineData("sampler", "order")]
    [InlineData("pruner", "stopping")]
    public void A_search_in_an_older_ledger_keeps_its_sampler_and_pruner(string name, string former)
    {
        var stored = JsonSerializer.Deserialize<StrategySpec>($$"""{ "kind": "asha", "{{former}}": "front" }""", ParetuneJson.Options)!;

        Assert.Equal("front", stored.Word(name));
        Assert.Equal(new StrategySpec("asha").With(name, "front"), stored);
        Assert.Equal($$"""{"kind":"asha","{{name}}":"front"}""", JsonSerializer.Serialize(stored, ParetuneJson.Options));
    }

    private const string Eight = """{ "width": [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3] }""";

    /// <summary>A strategy with rungs, a budget, and epochs that leave no rung.</summary>
    [Theory]
    [InlineData(
        "asha", "reduction: 1", "", 12, "strategy.reduction",
        "must be a whole number from 2 to 100, but is 1; leave it out for 3")]
    [InlineData(
        "front", "reduction: 1", "", 12, "strategy.reduction",
        "must be a whole number from 2 to 100, but is 1; leave it out for 3")]
    [InlineData(
        "front", "reduction: -3", "", 12, "strategy.reduction",
        "must be a whole number from 2 to 100, but is -3; leave it out for 3")]
    [InlineData(
        "front", "reduction: 2.5", "", 12, "strategy.reduction",
        "must be a whole number from 2 to 100, but is 2.5; leave it out for 3")]
    [InlineData(
        "front", "reduction: .nan", "", 12, "strategy.reduction",
        "must be a whole number from 2 to 100, but is \".nan\"; leave it out for 3")]
    [InlineData(
        "front", "chance: 0", "", 12, "strategy.chance",
        "must be a number above 0 and at most 0.5, but is 0; leave it out for 0.1")]
    [InlineData(
        "front", "chance: 1", "", 12, "strategy.chance",
        "must be a number above 0 and at most 0.5, but is 1; leave it out for 0.1")]
    [InlineData(
        "front", "chance: 7", "", 12, "strategy.chance",
        "must be a number above 0 and at most 0.5, but is 7; leave it out for 0.1")]
    [InlineData(
        "front", "chance: -0.1", "", 12, "strategy.chance", "must be a number above 0 and at most 0.5, but is -0.1; leave it out for 0.1")]
    [InlineData(
        "front", "chance: 10%", "", 12, "strategy.chance",
        "must be a number above 0 and at most 0.5, but is \"10%\"; leave it out for 0.1")]
    [InlineData(
        "front", "minEpochs: 0", "", 12, "strategy.minEpochs",
        "must be a whole number from 1 to 100000, but is 0; leave it out for a ninth of epochs")]
    [InlineData(
        "front", "minEpochs: 12", "", 12, "strategy.minEpochs",
        "must be below epochs, which is 12, but is 12; lower it, leave it out, or raise epochs")]
    [InlineData(
        "asha", "minEpochs: 13", "", 12, "strategy.minEpochs",
        "must be below epochs, which is 12, but is 13; lower it, leave it out, or raise epochs")]
    [InlineData(
        "front", "", "", 1, "epochs",
        "must be at least 2 for front, which judges trials before their last epoch, but is 1; raise it or use another strategy")]
    [InlineData(
        "asha", "minEpochs: 1", "", 1, "epochs",
        "must be at least 2 for asha, which judges trials before their last epoch, but is 1; raise it or use another strategy")]
    [InlineData(
        "front", "samples: 0", "", 12, "strategy.samples", "must be a whole number from 1 to 100000, but is 0; leave it out for all")]
    [InlineData(
        "front", "", "epochs: 0", 12, "budget.epochs",
        "must be a whole number of at least 1, but is 0; leave it out for no limit")]
    [InlineData(
        "front", "", "epochs: 5", 12, "budget.epochs", "must be at least the 12 epochs of one trial, but is 5; raise it or lower epochs")]
    [InlineData(
        "front", "", "epochs: 71", 12, "budget.epochs",
        "must be at least the 72 epochs of 6 trials for front, which trains its first trials to the end before it parks any, but is 71; "
            + "raise it or lower epochs")]
    [InlineData(
        "front", "samples: 3", "epochs: 35", 12, "budget.epochs",
        "must be at least the 36 epochs of 3 trials for front, which trains its first trials to the end before it parks any, but is 35; "
            + "raise it or lower epochs")]
    [InlineData(
        "front", "", "trials: 5", 12, "budget.trials",
        "must be at least 6 for front, which trains its first trials to the end before it parks any, but is 5; raise it or "
            + "use another strategy")]
    [InlineData(
        "front", "", "trials: 0", 12, "budget.trials",
        "must be a whole number from 1 to 100000, but is 0; leave it out for no limit")]
    [InlineData(
        "front", "", "share: 0", 12, "budget.share",
        "must be a number above 0 and at most 1, but is 0; write 0.2 for 20 %, or leave it out")]
    [InlineData(
        "front", "", "share: 20", 12, "budget.share",
        "must be a number above 0 and at most 1, but is 20; write 0.2 for 20 %, or leave it out")]
    [InlineData(
        "front", "", "share: 0.1", 12, "budget.share",
        "must be at least 0.66, what the first 6 of 8 trials cost, for front, which trains its first trials to the end before it "
            + "parks any, but is 0.1; raise it or use another strategy")]
    [InlineData(
        "front", "", "hours: 0", 12, "budget.hours",
        "must be a number above 0 and at most 1000000, but is 0; leave it out for no limit")]
    [InlineData(
        "front", "", "wallHours: -1", 12, "budget.wallHours",
        "must be a number above 0 and at most 1000000, but is -1; leave it out for no limit")]
    public void A_wrong_parameter_is_one_error_that_says_what_to_do(
        string strategy, string parameter, string budget, int epochs, string field, string message)
    {
        var file = YamlText.Read(new StringReader($$"""
            dataset: pair
            epochs: {{epochs}}
            space: {{Eight}}
            strategy: { kind: {{strategy}}{{(parameter.Length > 0 ? $", {parameter}" : "")}} }
            {{(budget.Length > 0 ? $"budget: {{ {budget} }}" : "")}}
            """));

        var error = Assert.Single(Read(file.Root!.ToJsonString()).Errors);

        Assert.Equal((field, message), (error.Field, error.Message));
    }

    [Theory]
    [InlineData("""{ "width": [1] }""", "{}")]
    [InlineData(Eight, """{ "samples": 3 }""")]
    public void A_space_of_fewer_than_the_first_six_is_no_error(string space, string parameters)
    {
        var strategy = "{ \"kind\": \"front\"" + (parameters == "{}" ? "" : ", " + parameters[1..^1]) + " }";

        Assert.Empty(Read($$"""{ "dataset": "pair", "epochs": 2, "strategy": {{strategy}}, "space": {{space}} }""").Errors);
    }

    private static SpecReadResult Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SearchSpecReader.Read(document.RootElement.Clone(), [new("pair", ["one", "other"], 32, 1000, 100)], []);
    }
}
