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
    [InlineData(
        """{ "kind": "grid", "reduction": 3 }""", "strategy.reduction",
        "is for asha, front, but the strategy is grid, which tries everything; remove it or take another strategy")]
    [InlineData(
        """{ "kind": "random", "minEpochs": 3 }""", "strategy.minEpochs",
        "is for asha, front, but the strategy is random, which draws configurations; remove it or take another strategy")]
    [InlineData("""{ "kind": "asha", "reduction": 1 }""", "strategy.reduction", "must be a whole number from 2 to 100, but is 1")]
    [InlineData(
        """{ "kind": "asha", "minEpochs": 12 }""", "strategy",
        "must have minEpochs below epochs, which is 12, but minEpochs is 12; lower it or raise epochs")]
    [InlineData("""{ "kind": "front", "reduction": 1 }""", "strategy.reduction", "must be a whole number from 2 to 100, but is 1")]
    [InlineData("""{ "kind": "front", "chance": 0 }""", "strategy.chance", "must be a number above 0 and at most 0.5, but is 0")]
    [InlineData("""{ "kind": "front", "chance": 1 }""", "strategy.chance", "must be a number above 0 and at most 0.5, but is 1")]
    [InlineData("\"ashra\"", "strategy", "strategy \"ashra\" is not known; did you mean \"asha\"? known: grid, random, ")]
    [InlineData("7", "strategy", "must be an object with keys out of kind, first, samples, reduction, minEpochs, order, chance, but is 7")]
    public void What_does_not_go_together_is_one_fault(string strategy, string field, string message)
    {
        var fault = Assert.Single(Read($$"""{ "dataset": "pair", "strategy": {{strategy}} }""").Faults);

        Assert.Equal(field, fault.Field);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_of_one_epoch_has_no_room_for_a_rung()
    {
        var fault = Assert.Single(Read("""{ "dataset": "pair", "strategy": "asha", "epochs": 1 }""").Faults);

        Assert.Equal("must have minEpochs below epochs, which is 1, but minEpochs is 1; raise epochs", fault.Message);
    }

    [Theory]
    [InlineData("""{ "epochs": 60 }""", "budget.epochs", "must be at least the 72 epochs of 6 trials for front, which trains so many to")]
    [InlineData("""{ "epochs": 0 }""", "budget.epochs", "must be a whole number of at least 1, but is 0")]
    [InlineData("""{ "epochs": 5 }""", "budget.epochs", "must be at least the 12 epochs of one trial, but is 5")]
    [InlineData("""{ "trials": 5 }""", "budget.trials", "must be at least 6 for front, which trains so many to the end before it parks")]
    public void A_budget_must_be_enough_for_the_first_trials_of_front(string budget, string field, string message)
    {
        var fault = Assert.Single(Read($$"""
            { "dataset": "pair", "strategy": "front", "epochs": 12, "budget": {{budget}},
              "space": { "width": [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3] } }
            """).Faults);

        Assert.Equal(field, fault.Field);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    private static SpecReading Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SearchSpecReader.Read(document.RootElement.Clone(), [new("pair", ["one", "other"], 32, 1000, 100)], []);
    }
}
