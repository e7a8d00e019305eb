using System.Text.Json;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Tests.Specs;

public sealed class CommandReaderTests
{
    private const string Declared = """
        command: [python3, train.py, --fast]
        description: Digits
        hyperparameters:
          depth: { kind: whole, min: 1, max: 8, default: 3 }
        metrics:
          f1: { goal: maximize, min: 0, max: 1 }
          energy: { goal: minimize, unit: J }
        grace: 5
        idleTimeout: 60
        collect: stdout
        """;

    [Fact]
    public void A_command_is_read_whole()
    {
        var declared = Read(Declared).Declaration!;

        Assert.Equal(["python3", "train.py", "--fast"], declared.Command!.Arguments);
        Assert.Equal((5, 60, true), (declared.Command.Grace, declared.Command.IdleTimeout, declared.Command.CollectsStdout));
        Assert.Equal(["energy", "f1"], declared.Metrics!.Keys);
        Assert.Equal(("", "depth"), (declared.Assembly, Assert.Single(declared.Hyperparameters).Name));
    }

    [Fact]
    public void A_command_alone_is_a_declaration()
    {
        var declared = Read("command: [./train]").Declaration!;

        Assert.Equal((10, 3600, false), (declared.Command!.Grace, declared.Command.IdleTimeout, declared.Command.CollectsStdout));
        Assert.Null(declared.Metrics);
    }

    [Fact]
    public void The_idle_timeout_is_also_read_by_its_former_name() =>
        Assert.Equal(60, Read("command: [./train]\npatience: 60").Declaration!.Command!.IdleTimeout);

    [Theory]
    [InlineData(
        "command: [a]\nassembly: A.dll", "assembly", "must be left out if command is given, but is \"A.dll\"; remove one of the two")]
    [InlineData("command: python3 train.py", "command", "must be a list of a program and its arguments, as in [python3, train.py], but is")]
    [InlineData("command: []", "command", "must have 1 to 1000 values, but has 0")]
    [InlineData("command: ['']", "command[0]", "must be the name of a program of at most 4096 characters, but is \"\"")]
    [InlineData("command: [train, 3]", "command[1]", "must be text, but is 3, a number; write it in quotes: \"3\"")]
    [InlineData("command: [a]\ngrace: -1", "grace", "must be a number of seconds from 0 to 600, but is -1")]
    [InlineData("command: [a]\nidleTimeout: 0", "idleTimeout", "must be a number of seconds from 1 to 604800, but is 0")]
    [InlineData(
        "command: [a]\ncollect: stderr", "collect", "must be stdout, or be left out if the program reports to the API, but is \"stderr\"")]
    [InlineData("assembly: A.dll\ngrace: 5", "grace", "applies only to a trainer with a command; remove it, or give command")]
    [InlineData("command: [a]\nmetrics: { f1: { goal: up } }", "metrics.f1.goal", "unknown goal \"up\"")]
    [InlineData("command: [a]\nmetrics: { accuracy: { goal: maximize } }", "metrics.accuracy", "must have another name")]
    [InlineData(
        "command: [a]\nhyperparameters: { f1: { kind: whole, min: 1, max: 2, default: 1 } }\nmetrics: { f1: { goal: maximize } }",
        "metrics.f1", "must not have the name of the hyperparameter f1; rename one of the two")]
    public void A_error_of_a_command_is_named_with_its_place_and_its_rule(string yaml, string field, string message)
    {
        var error = Assert.Single(Read(yaml).Errors);

        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_takes_the_metrics_that_the_command_declares()
    {
        var reading = Search("""{ "trainer": "digits", "objectives": ["accuracy", "energy"], "limits": { "minF1": 0.5 } }""");

        Assert.Empty(reading.Errors);
        Assert.True(reading.Spec!.IsCommand);
        Assert.Contains(MetricTable.From(reading.Spec).Rows, metric => metric.Key == "energy");
    }

    [Fact]
    public void A_search_does_not_take_a_metric_with_the_name_of_a_column()
    {
        using var json = JsonDocument.Parse("""{ "trainer": "digits" }""");
        var trainer = Read("command: [a]\nmetrics: { seconds: { goal: minimize } }");

        var error = Assert.Single(SearchSpecReader.Read(json.RootElement, [], [trainer]).Errors);

        Assert.Equal("trainer", error.Field);
        Assert.StartsWith(
            "trainer.yaml of digits has an error: metrics.seconds must have another name", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_of_a_command_stand_in_its_declaration_alone()
    {
        var error = Assert.Single(Search("""{ "trainer": "digits", "metrics": { "f1": { "goal": "maximize" } } }""").Errors);

        Assert.Equal("metrics", error.Field);
        Assert.Equal("must be left out with trainer: digits, whose trainer.yaml names its metrics; remove it", error.Message);
    }

    [Fact]
    public void A_search_as_it_was_written_is_read_again()
    {
        var spec = Search("""{ "trainer": "digits", "objectives": ["accuracy", "f1"] }""").Spec!;

        var again = SpaceExtensionReader.Read(
            JsonDocument.Parse("""{ "space": { "hyperparameters": { "depth": [3, 4] } } }""").RootElement, spec, [], [Read(Declared)]);

        Assert.Empty(again.Errors);
        Assert.Equal(spec.Metrics!.Keys, again.Spec!.Metrics!.Keys);
    }

    private static TrainerReadResult Read(string yaml) => TrainerReader.Read("digits", new StringReader(yaml));

    private static SpecReadResult Search(string json) =>
        SearchSpecReader.Read(JsonDocument.Parse(json).RootElement, [], [Read(Declared)]);
}
