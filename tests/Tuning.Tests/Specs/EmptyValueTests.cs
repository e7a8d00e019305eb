using System.Text.Json;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>A key without a value is an error and does not mean the default, so that a hard limit is not silently dropped.</summary>
public sealed class EmptyValueTests
{
    [Theory]
    [InlineData("""{ "dataset": "shapes", "limits": { "macs": null } }""", "limits.macs")]
    [InlineData("""{ "dataset": "shapes", "limits": null }""", "limits")]
    [InlineData("""{ "dataset": "shapes", "space": null }""", "space")]
    [InlineData("""{ "dataset": "shapes", "epochs": null }""", "epochs")]
    [InlineData("""{ "dataset": "shapes", "space": { "dilation": null } }""", "space.dilation")]
    [InlineData("""{ "dataset": "shapes", "space": { "learningRate": { "from": 0.1, "to": null } } }""", "space.learningRate.to")]
    [InlineData("""{ "dataset": "shapes", "strategy": { "kind": "random", "samples": null } }""", "strategy.samples")]
    [InlineData("""{ "dataset": "shapes", "budget": { "epochs": null } }""", "budget.epochs")]
    [InlineData("""{ "dataset": null }""", "dataset")]
    [InlineData("""{ "dataset": "shapes", "objectives": null }""", "objectives")]
    [InlineData("""{ "dataset": "shapes", "trainer": null }""", "trainer")]
    public void Is_refused(string json, string field)
    {
        var errors = SearchSpecReader.Read(JsonDocument.Parse(json).RootElement, datasets: null, trainers: null).Errors;

        Assert.Contains(new(field, "is empty; give a value or remove the line"), errors);
    }

    [Fact]
    public void Is_refused_in_a_trainer_s_declaration_too()
    {
        var errors = TrainerReader.Read("mine", new StringReader("assembly: Mine.dll\nhyperparameters:\n  channels: { kind: whole, "
            + "min: , max: 4 }\n")).Errors;

        Assert.Contains(errors, error => error.Field == "hyperparameters.channels.min" && error.Message.StartsWith("is empty",
            StringComparison.Ordinal));
    }
}
