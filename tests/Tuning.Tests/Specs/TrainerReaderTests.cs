using System.Text.Json;
using Paretune.Testing;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Tests.Specs;

public sealed class TrainerReaderTests
{
    [Fact]
    public void A_declaration_is_read_whole()
    {
        var declared = LinesTrainer.Usable.Declaration!;

        Assert.Equal(("lines", "Lines.dll", "Lines of text"), (declared.Name, declared.Assembly, declared.Description));
        Assert.Equal(
            [
                ("channels", HyperparameterKind.Whole, 1, 512, "", 16),
                ("dropout", HyperparameterKind.Number, 0, 0.9, "", 0.1),
                ("pooling", HyperparameterKind.Choice, null, null, "max, mean", "max"),
            ],
            declared.Hyperparameters.Select(
                (Hyperparameter one) => (one.Name, one.Kind, one.Min, one.Max, string.Join(", ", one.Values), one.Default)));
    }

    [Fact]
    public void An_assembly_alone_is_a_declaration()
    {
        var reading = Read("assembly: Lines.dll");

        Assert.Empty(reading.Errors);
        Assert.Equal(("", 0), (reading.Declaration!.Description, reading.Declaration.Hyperparameters.Length));
    }

    [Theory]
    [InlineData("lines")]
    [InlineData("a")]
    [InlineData("code-lines-2")]
    [InlineData("a234567890123456789012345678901234567890")]
    public void A_name_of_lower_case_letters_digits_and_dashes_is_one(string name) => Assert.True(TrainerReader.IsName(name));

    [Theory]
    [InlineData("")]
    [InlineData("Lines")]
    [InlineData("2lines")]
    [InlineData("-lines")]
    [InlineData("my lines")]
    [InlineData("lines.old")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("lines\n")]
    [InlineData("linien-für")]
    [InlineData("a2345678901234567890123456789012345678901")]
    [InlineData("mobilenet")]
    [InlineData("simulated")]
    public void What_leads_out_of_its_folder_or_is_a_network_s_name_is_none(string name)
    {
        var error = Assert.Single(TrainerReader.Read(name, new StringReader(LinesTrainer.Declared)).Errors);

        Assert.False(TrainerReader.IsName(name));
        Assert.Equal("name", error.Field);
        Assert.EndsWith($"but the folder is \"{name}\"; rename it", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "assembly", "must name the .dll in this folder that holds the trainer, without a path, but is missing")]
    [InlineData("assembly: Lines.exe", "assembly", "without a path, but is \"Lines.exe\"")]
    [InlineData("assembly: ../Lines.dll", "assembly", "but is \"../Lines.dll\"")]
    [InlineData("assembly: 'bin\\Lines.dll'", "assembly", "but is \"bin\\Lines.dll\"")]
    [InlineData("assembly: .dll", "assembly", "but is \".dll\"")]
    [InlineData("assembly: \"a\\0.dll\"", "assembly", "must name the .dll")]
    [InlineData("assembly: 5", "assembly", "must be text, but is 5")]
    [InlineData("asembly: Lines.dll\nassembly: Lines.dll", "asembly", "unknown key \"asembly\"; did you mean \"assembly\"?")]
    [InlineData(
        "- Lines.dll", "trainer",
        "must be an object with keys from assembly, description, hyperparameters, command, metrics, grace, idleTimeout, collect, but is a "
        + "list")]
    [InlineData("null", "trainer", "must be an object with keys from assembly")]
    [InlineData("assembly: Lines.dll\nassembly: Lines.dll", "line 2", "must appear once, but is also on line 1")]
    [InlineData("assembly: [", "line 2", "must be YAML")]
    [InlineData(
        "assembly: Lines.dll\ndescription: \"a\\tb\"", "description",
        "must be one line of at most 200 characters, but has 3 with a control character")]
    [InlineData("assembly: Lines.dll\ndescription: [a]", "description", "must be text, but is a list")]
    [InlineData("assembly: Lines.dll\nhyperparameters: [a]", "hyperparameters", "must be an object, but is a list")]
    public void A_error_of_the_file_is_named_with_its_place_and_its_rule(string yaml, string field, string message)
    {
        var reading = Read(yaml);

        var error = Assert.Single(reading.Errors);
        Assert.Equal(field, error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Null(reading.Declaration);
    }

    [Fact]
    public void A_description_of_200_characters_is_read_and_one_of_201_is_not()
    {
        Assert.Empty(Read($"assembly: Lines.dll\ndescription: {new string('a', 200)}").Errors);
        Assert.Contains("but has 201", Assert.Single(Read($"assembly: Lines.dll\ndescription: {new string('a', 201)}").Errors).Message);
    }

    [Theory]
    [InlineData("Depth", "{ kind: whole, min: 1, max: 4, default: 2 }", "", "1 to 40 letters and digits that begins with a lower-case "
        + "letter")]
    [InlineData(
        "my-depth", "{ kind: whole, min: 1, max: 4, default: 2 }", "", "1 to 40 letters and digits that begins with a lower-case letter")]
    [InlineData("learningRate", "{ kind: number, min: 1, max: 4, default: 2 }", "", "must have another name")]
    [InlineData("dilation", "{ kind: whole, min: 1, max: 4, default: 2 }", "", "must have another name")]
    [InlineData("accuracy", "{ kind: number, min: 0, max: 1, default: 1 }", "", "must have another name")]
    [InlineData("seed", "{ kind: whole, min: 0, max: 1, default: 1 }", "", "must have another name")]
    [InlineData("depth", "5", "", "must be an object with keys from kind, min, max, values, default, but is 5")]
    [InlineData("depth", "", "", "is empty; give a value or remove the line")]
    [InlineData("depth", "{}", ".kind", "must be one of whole, number, choice, but is missing")]
    [InlineData("depth", "{ min: 1, max: 4, default: 2 }", ".kind", "must be one of whole, number, choice, but is missing")]
    [InlineData("depth", "{ kind: chioce, values: [a, b], default: a }", ".kind", "unknown kind \"chioce\"; did you mean \"choice\"?")]
    [InlineData("depth", "{ kind: 5, values: [a, b], default: a }", ".kind", "must be text, but is 5")]
    [InlineData("depth", "{ kind: whole, min: 1, max: 4, default: 2, maximum: 5 }", ".maximum", "unknown key \"maximum\"")]
    [InlineData(
        "depth", "{ kind: whole, max: 4, default: 2 }", ".min", "must be a whole number from -2147483648 to 2147483647, but is missing")]
    [InlineData(
        "depth", "{ kind: whole, min: 0.5, max: 4, default: 2 }", ".min",
        "must be a whole number from -2147483648 to 2147483647, but is 0.5")]
    [InlineData(
        "depth", "{ kind: whole, min: 1, max: 3000000000, default: 2 }", ".max",
        "must be a whole number from 1 to 2147483647, but is 3000000000")]
    [InlineData(
        "depth", "{ kind: number, min: 1e16, max: 4, default: 2 }", ".min",
        "must be a number from -1000000000000000 to 1000000000000000, but is 1e16")]
    [InlineData(
        "depth", "{ kind: number, min: one, max: 4, default: 2 }", ".min",
        "must be a number from -1000000000000000 to 1000000000000000, but is \"one\"")]
    [InlineData("depth", "{ kind: whole, min: 1, default: 2 }", ".max", "must be a whole number from 1 to 2147483647, but is missing")]
    [InlineData("depth", "{ kind: whole, min: 3, max: 2, default: 4 }", ".max", "must be a whole number from 3 to 2147483647, but is 2")]
    [InlineData("depth", "{ kind: number, min: 0, max: 0.5 }", ".default", "must be a number from 0 to 0.5, but is missing")]
    [InlineData("depth", "{ kind: number, min: 0, max: 0.5, default: 0.6 }", ".default", "must be a number from 0 to 0.5, but is 0.6")]
    [InlineData("depth", "{ kind: whole, min: 1, max: 4, default: 1.5 }", ".default", "must be a whole number from 1 to 4, but is 1.5")]
    [InlineData(
        "depth", "{ kind: whole, min: 1, max: 4, default: 2, values: [a] }", ".values", "applies only to a choice; remove it, and give "
            + "min and max")]
    [InlineData("pool", "{ kind: choice, values: [a, b], default: a, min: 1 }", ".min", "applies only to numbers; remove it")]
    [InlineData("pool", "{ kind: choice, values: [a, b], default: a, max: 1 }", ".max", "applies only to numbers; remove it")]
    [InlineData(
        "pool", "{ kind: choice, default: a }", ".values",
        "must list at least one word that begins with a letter, such as [max, mean], but is missing")]
    [InlineData("pool", "{ kind: choice, values: [], default: a }", ".values", "must have 1 to 1000 values, but has 0")]
    [InlineData("pool", "{ kind: choice, values: [a, b, a], default: a }", ".values[2]", "must not be repeated")]
    [InlineData("pool", "{ kind: choice, values: [a, 2], default: a }", ".values[1]", "must be text, but is 2")]
    [InlineData(
        "pool", "{ kind: choice, values: [a, 2d], default: a }", ".values[1]",
        "that begins with a letter and is not true, false or null, but is \"2d\"")]
    [InlineData("pool", "{ kind: choice, values: [a, 'b,c'], default: a }", ".values[1]", "but is \"b,c\"")]
    [InlineData("pool", "{ kind: choice, values: [a, 'true'], default: a }", ".values[1]", "is not true, false or null, but is \"true\"")]
    [InlineData("pool", "{ kind: choice, values: [a, 'null'], default: a }", ".values[1]", "is not true, false or null, but is \"null\"")]
    [InlineData("pool", "{ kind: choice, values: [a, b] }", ".default", "must be one of a, b, but is missing")]
    [InlineData("pool", "{ kind: choice, values: [a, b], default: c }", ".default", "must be one of a, b, but is \"c\"")]
    [InlineData("pool", "{ kind: choice, values: [a, b], default: 1 }", ".default", "must be text, but is 1")]
    public void A_error_of_a_hyperparameter_is_named_once_with_its_place_and_its_rule(
        string name, string rules, string field, string message)
    {
        var reading = Read($"assembly: Lines.dll\nhyperparameters:\n  {name}: {rules}");

        var error = Assert.Single(reading.Errors);
        Assert.Equal($"hyperparameters.{name}{field}", error.Field);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Null(reading.Declaration);
    }

    [Fact]
    public void All_errors_are_found_at_once()
    {
        var reading = TrainerReader.Read("Lines", new StringReader(
            """
            assembly: Lines.so
            descripton: Lines
            hyperparameters:
              depth: { kind: whole, min: 4, max: 1 }
              pool: { kind: choice, values: [a, 1], default: a }
              Width: { kind: number, min: 0, max: 1, default: 2 }
            """));

        Assert.Equal(
            [
                "assembly", "descripton", "hyperparameters.Width", "hyperparameters.Width.default", "hyperparameters.depth.default",
                "hyperparameters.depth.max",
                "hyperparameters.pool.values[1]", "name",
            ],
            reading.Errors.Select(error => error.Field).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("{{{{{{{{{{{{{{{{{{{{{{{{{")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData(
        "hyperparameters: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: { a: 1 }}}}}}}}}}}}}}}}}}")]
    [InlineData("assembly: &a Lines.dll\ndescription: *a")]
    [InlineData("%YAML 9.9\n---\nassembly: Lines.dll")]
    [InlineData("\0\u0001\uFFFE")]
    [InlineData("\t- a")]
    [InlineData("? [a]: b")]
    [InlineData("assembly: !!binary Lines.dll")]
    [InlineData("---\n---\n---")]
    [InlineData("hyperparameters: { \"\\ud800\": 1 }")]
    [InlineData("hyperparameters: { \"\": { kind: whole } }")]
    [InlineData("hyperparameters: { depth: { kind: whole, min: 1e400, max: -1e400, default: 99999999999999999999999 } }")]
    [InlineData("hyperparameters: { depth: { kind: [whole], min: {}, max: [], default: ~ } }")]
    [InlineData("hyperparameters: { pool: { kind: choice, values: [[a]], default: {} } }")]
    public void Whatever_the_text_there_is_an_answer(string yaml) => AssertAnswered(yaml);

    [Fact]
    public void A_declaration_that_breaks_off_anywhere_gets_an_answer()
    {
        for (var length = 0; length < LinesTrainer.Declared.Length; length++)
            AssertAnswered(LinesTrainer.Declared[..length]);
    }

    [Fact]
    public void A_declaration_with_any_letter_changed_gets_an_answer()
    {
        var random = new SplitMix64(7);
        const string Letters = "{}[]:,-?*&!|>'\"%@` \n\t#0e\0";

        for (var i = 0; i < 3000; i++)
        {
            var text = LinesTrainer.Declared.ToCharArray();
            for (var change = 0; change < 3; change++)
                text[random.Below(text.Length)] = Letters[random.Below(Letters.Length)];
            AssertAnswered(new string(text));
        }
    }

    [Fact]
    public void A_reading_goes_over_the_wire_and_back()
    {
        foreach (var reading in new[] { LinesTrainer.Usable, LinesTrainer.Broken })
        {
            var json = JsonSerializer.Serialize(reading, ParetuneJson.Options);

            Assert.Equal(
                json,
                JsonSerializer.Serialize(JsonSerializer.Deserialize<TrainerReadResult>(json, ParetuneJson.Options), ParetuneJson.Options));
        }
    }

    private static void AssertAnswered(string yaml)
    {
        var reading = Read(yaml);
        Assert.Equal(reading.Declaration is null, reading.Errors.Length > 0);
        Assert.All(reading.Errors, error => Assert.InRange(error.Message.Length, 10, 500));
    }

    private static TrainerReadResult Read(string yaml) => TrainerReader.Read("lines", new StringReader(yaml));
}
