using Paretune.Dashboard.Searches;
using Paretune.Dashboard.Submission;
using Paretune.Testing;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Tests.Submission;

public sealed class FormFieldsTests
{
    // As the server lists them, the current version first.
    private static readonly TrainerReadResult[] Trainers =
    [
        LinesTrainer.Usable with { Version = "new" },
        TrainerReader.Read(
            LinesTrainer.Name,
            new StringReader("assembly: Lines.dll\nhyperparameters:\n  depth: { kind: whole, min: 1, max: 9, default: 2 }\n"))
            with { Version = "old" },
    ];

    [Theory]
    [InlineData("", "channels")]
    [InlineData("new", "channels")]
    [InlineData("old", "depth")]
    [InlineData("unknown", null)]
    public void The_fields_of_a_trainer_are_those_of_the_version_that_is_named(string version, string? first)
    {
        var form = new SearchForm { ["trainer"] = LinesTrainer.Name, ["trainerVersion"] = version };

        Assert.Equal(first, new FormFields(form, [], Trainers, isNotifying: false).Declared?.Hyperparameters[0].Name);
    }
}
