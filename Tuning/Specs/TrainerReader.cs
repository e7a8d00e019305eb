using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Specs;

/// <summary>A trainer's declaration from its <c>trainer.yaml</c>, or all errors of that file.</summary>
public sealed record TrainerReadResult(string Name, TrainerDeclaration? Declaration, ImmutableArray<ValidationError> Errors)
{
    /// <summary>The start of the SHA-256 of a pushed trainer's content, in hexadecimal; null for a trainer that was not pushed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Version { get; init; }

    /// <summary>The former name of <see cref="Errors"/> in JSON, for programs of version 0.1.</summary>
    [JsonInclude, JsonPropertyName("faults")]
    private ImmutableArray<ValidationError> Faults => Errors;
}

/// <summary>Reads a trainer's declaration and reports all errors together. The trainer's code is not run.</summary>
public static partial class TrainerReader
{
    /// <summary>The file name, inside the trainer's folder.</summary>
    public const string FileName = "trainer.yaml";

    private const int LongestDescription = 200;
    internal const double MostNumber = 1e15;
    internal const string IsTaken = "must have another name, because searches and trial tables already use this one; rename it";

    private static readonly ImmutableArray<string> Keys = ["assembly", "description", "hyperparameters", .. CommandReader.Keys];
    private static readonly ImmutableArray<string> Rules = ["kind", "min", "max", "values", "default"];
    private static readonly string[] Kinds = [.. Enum.GetNames<HyperparameterKind>().Select(kind => kind.ToLowerInvariant())];

    // A trainer's hyperparameter must not share a name with another column of the trial tables or of MLflow.
    internal static readonly ImmutableHashSet<string> Taken = [
        .. HyperparameterNames.Common, .. HyperparameterNames.RecipeOfTrainers, .. SearchSpecReader.Keys,
        .. TrialColumn.From(MetricTable.Default).Select(column => column.Key)];

    /// <summary>Reads a declaration. Never throws, whatever the text.</summary>
    /// <param name="name">The name of the trainer's folder.</param>
    public static TrainerReadResult Read(string name, TextReader text)
    {
        var yaml = YamlText.Read(text);
        var errors = yaml.Errors.Select(error => new ValidationError($"line {error.Line}", error.Message)).ToList();
        if (!IsName(name))
            errors.Add(new("name", "must be 1 to 40 lower-case letters, digits and dashes, beginning with a letter, and neither a "
                + $"network's name nor {TrainerDeclaration.External}, but the folder is \"{Spelling.Shortened(name)}\"; rename it"));
        var json = JsonSerializer.SerializeToElement(yaml.Root);
        if (json.ValueKind != JsonValueKind.Object && yaml.Errors.Count == 0)
            errors.Add(new("trainer", $"must be an object with keys from {string.Join(", ", Keys)}, but is {JsonText.Describe(json)}"));
        if (json.ValueKind != JsonValueKind.Object)
            return new(name, null, [.. errors]);
        var root = new Field(json, "", errors).Object(Keys);
        var command = CommandReader.Read(root);
        var declaration = new TrainerDeclaration(
            name, command is null ? Assembly(root["assembly"]) : "", Description(root["description"]),
            Hyperparameters(root["hyperparameters"]))
        {
            Command = command,
            Metrics = command is null ? null : CommandReader.Metrics(root),
        };
        return errors.Count == 0 ? new(name, declaration, []) : new(name, null, [.. errors]);
    }

    /// <summary>
    /// Returns whether a trainer may have this name. A valid name is a plain folder name, so it cannot lead out of the trainers' folder.
    /// </summary>
    public static bool IsName(string name) =>
        NameRule().IsMatch(name) && name != TrainerDeclaration.External
        && !NetworkCatalog.Names.Contains(name) && !NetworkCatalog.IsFormer(name);

    private static string Assembly(Field field)
    {
        var file = field.Text() ?? "";
        if (!AssemblyRule().IsMatch(file) && (field.IsText || !field.IsGiven))
            field.AddError($"must name the .dll in this folder that holds the trainer, without a path, but is {field.Got}"
                + (field.IsGiven ? "" : "; for a program, give command instead"));
        return file;
    }

    private static string Description(Field field)
    {
        var text = field.Text() ?? "";
        var hasControl = text.Any(char.IsControl);
        if (text.Length > LongestDescription || hasControl)
            field.AddError($"must be one line of at most {LongestDescription} characters, but has {text.Length}"
                + (hasControl ? " with a control character" : ""));
        return text;
    }

    private static ImmutableArray<Hyperparameter> Hyperparameters(Field field) =>
        [.. field.Members().Select(member => One(member.Name, member.Field)).OfType<Hyperparameter>()];

    /// <summary>Reads one hyperparameter; null if another error must be fixed before it can be checked.</summary>
    private static Hyperparameter? One(string name, Field field)
    {
        CheckName(name, field);
        var rules = field.Object(Rules);
        return field.IsGiven && !field.IsObject ? null : Kind(rules["kind"]) switch
        {
            null => null,
            HyperparameterKind.Choice => Choice(name, rules),
            { } kind => Numeric(name, kind, rules),
        };
    }

    /// <summary>Reports an error if a trainer's hyperparameter may not have this name.</summary>
    internal static void CheckName(string name, Field field)
    {
        if (!HyperparameterRule().IsMatch(name))
            field.AddError("must have a name of 1 to 40 letters and digits that begins with a lower-case letter; rename it");
        else if (Taken.Contains(name))
            field.AddError(IsTaken);
    }

    private static HyperparameterKind? Kind(Field field)
    {
        if (!field.IsGiven)
            field.AddError($"must be one of {string.Join(", ", Kinds)}, but is missing");
        if (field.Text() is not { } text)
            return null;
        if (Array.IndexOf(Kinds, text) is >= 0 and var place)
            return (HyperparameterKind)place;
        field.AddError(Spelling.Unknown("kind", text, Kinds));
        return null;
    }

    private static Hyperparameter Choice(string name, Fields rules)
    {
        foreach (var key in new[] { "min", "max" })
            if (rules[key].IsGiven)
                rules[key].AddError("applies only to numbers; remove it");
        var (listed, chosen) = (rules["values"], rules["default"]);
        if (!listed.IsGiven)
            listed.AddError("must list at least one word that begins with a letter, such as [max, mean], but is missing");
        ImmutableArray<string> values = [.. (listed.List(Word) ?? []).Select(word => word.Word!)];
        var word = chosen.Text() ?? "";
        if (!chosen.IsGiven || (chosen.IsText && !values.IsEmpty && !values.Contains(word)))
            chosen.AddError($"must be one of {(values.IsEmpty ? "values" : string.Join(", ", values))}, but is {chosen.Got}");
        return new(name, HyperparameterKind.Choice, null, null, values, word);
    }

    internal static HyperparameterValue? Word(Field field)
    {
        if (field.Text() is not { } word)
            return null;
        // A flag's value is parsed like a plain YAML scalar, in which true, false and null are not words.
        if (WordRule().IsMatch(word) && YamlText.Plain(word)?.GetValueKind() == JsonValueKind.String)
            return word;
        field.AddError("must be a word of 1 to 40 letters, digits, dots, dashes and underscores that begins with a letter "
            + $"and is not true, false or null, but is {field.Got}");
        return null;
    }

    private static Hyperparameter Numeric(string name, HyperparameterKind kind, Fields rules)
    {
        if (rules["values"].IsGiven)
            rules["values"].AddError("applies only to a choice; remove it, and give min and max");
        var whole = kind == HyperparameterKind.Whole;
        // Trainers read whole numbers as a 32-bit int.
        var (least, most) = whole ? (int.MinValue, int.MaxValue) : (-MostNumber, MostNumber);
        var min = Number(rules["min"], whole, least, most);
        var max = Number(rules["max"], whole, min ?? least, most);
        return new(name, kind, min, max, [], Number(rules["default"], whole, min ?? least, max ?? most) ?? 0);
    }

    private static double? Number(Field field, bool whole, double min, double max)
    {
        if (!field.IsGiven)
            field.AddError($"must be {RuleOf(whole, min, max)}, but is missing");
        return field.Number(number => IsWithin(number, whole, min, max), RuleOf(whole, min, max));
    }

    private static bool IsWithin(double number, bool whole, double min, double max) =>
        number >= min && number <= max && (!whole || number == Math.Truncate(number));

    private static string RuleOf(bool whole, double min, double max) =>
        FormattableString.Invariant($"a {(whole ? "whole number" : "number")} from {min} to {max}");

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex NameRule();

    [GeneratedRegex(@"^[^/\\\p{Cc}]+\.dll\z")]
    private static partial Regex AssemblyRule();

    [GeneratedRegex(@"^[a-z][A-Za-z0-9]{0,39}\z")]
    private static partial Regex HyperparameterRule();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.-]{0,39}\z")]
    private static partial Regex WordRule();
}
