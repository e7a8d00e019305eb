using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

/// <summary>A search whose trials are trained by programs outside of the cluster.</summary>
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

    [Theory]
    [InlineData(
        """{ "trainer": "external", "dataset": "shapes" }""", "dataset", "must be left out with trainer: external, whose programs bring")]
    [InlineData(
        """{ "trainer": "external", "space": { "hyperparameters": { "Depth": 1 } } }""", "space.hyperparameters.Depth",
        "begins with a small letter")]
    [InlineData(
        """{ "trainer": "external", "space": { "hyperparameters": { "epochs": 1 } } }""", "space.hyperparameters.epochs",
        "must have another name")]
    [InlineData(
        """{ "trainer": "external", "space": { "hyperparameters": { "depth": [1, "two"] } } }""", "space.hyperparameters.depth",
        "must be all numbers or all words")]
    [InlineData(
        """{ "trainer": "external", "space": { "hyperparameters": { "depth": true } } }""", "space.hyperparameters.depth",
        "must be a number or a word, but is true")]
    [InlineData("""{ "trainer": "external", "network": "vgg16" }""", "network", "must be left out where a trainer is named")]
    public void An_error_names_its_field(string json, string field, string message)
    {
        var error = Assert.Single(Lines.Read(json).Faults);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_folder_can_be_called_as_it_is()
    {
        Assert.Contains("nor external", Assert.Single(
            TrainerReader.Read("external", new StringReader(LinesTrainerText)).Faults).Message, StringComparison.Ordinal);
    }

    private const string LinesTrainerText = "assembly: Lines.dll";
}
