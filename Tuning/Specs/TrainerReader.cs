using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Specs;

/// <summary>What a trainer's <c>trainer.yaml</c> declares, or every fault of it.</summary>
public sealed record TrainerReading(string Name, TrainerDeclaration? Declaration, ImmutableArray<Fault> Faults);

/// <summary>Reads a trainer's declaration and finds all its faults at once. Nothing of its code is run for that.</summary>
public static partial class TrainerReader
{
    /// <summary>What the file is called, in the trainer's folder.</summary>
    public const string FileName = "trainer.yaml";

    private const int LongestDescription = 200;
    private const double MostNumber = 1e15;

    private static readonly ImmutableArray<string> Keys = ["assembly", "description", "hyperparameters"];
    private static readonly ImmutableArray<string> Rules = ["kind", "min", "max", "values", "default"];
    private static readonly string[] Kinds = [.. Enum.GetNames<HyperparameterKind>().Select(kind => kind.ToLowerInvariant())];

    /// <param name="name">That of the folder.</param>
    public static TrainerReading Read(string name, TextReader text)
    {
        var yaml = YamlText.Read(text);
        var faults = yaml.Faults.Select(fault => new Fault($"line {fault.Line}", fault.Message)).ToList();
        if (!IsName(name))
            faults.Add(new("name", $"must be 1 to 40 lower-case letters, digits and dashes, beginning with a letter, and no network's name, but the folder is \"{name}\"; rename it"));
        if (yaml.Root is null && faults.Count > 0)
            return new(name, null, [.. faults]);
        var root = new Field(JsonSerializer.SerializeToElement(yaml.Root), "", faults).Object(Keys);
        var declaration = new TrainerDeclaration(name, Assembly(root["assembly"]), Description(root["description"]), Hyperparameters(root["hyperparameters"]));
        return faults.Count == 0 ? new(name, declaration, []) : new(name, null, [.. faults]);
    }

    /// <summary>Whether a trainer may have this name. What passes is a folder's name and never leads out of it.</summary>
    public static bool IsName(string name) => NameRule().IsMatch(name) && !NetworkCatalog.Names.Contains(name);

    private static string Assembly(Field field)
    {
        var file = field.Text() ?? "";
        if (!file.EndsWith(".dll", StringComparison.Ordinal) || file.AsSpan().ContainsAny('/', '\\'))
            field.Fault($"must name the .dll in this folder that holds the trainer, without a path, but is {(field.IsGiven ? $"\"{Spelling.Shortened(file)}\"" : "missing")}");
        return file;
    }

    private static string Description(Field field)
    {
        var text = field.Text() ?? "";
        if (text.Length > LongestDescription || text.Any(char.IsControl))
            field.Fault($"must be one line of at most {LongestDescription} characters, but has {text.Length}");
        return text;
    }

    private static ImmutableArray<Hyperparameter> Hyperparameters(Field field) => [.. field.Members().Select(member => One(member.Name, member.Field))];

    private static Hyperparameter One(string name, Field field)
    {
        if (!HyperparameterRule().IsMatch(name) || SpaceReader.Keys.Contains(name))
            field.Fault($"must have a name of 1 to 40 letters and digits that begins with a small letter and is none of {string.Join(", ", SpaceReader.Keys)}; rename it");
        var rules = field.Object(Rules);
        var kind = Kind(rules["kind"]);
        return kind == HyperparameterKind.Choice ? Choice(name, rules) : Numeric(name, kind, rules);
    }

    private static HyperparameterKind Kind(Field field)
    {
        var text = field.Text();
        var place = Array.IndexOf(Kinds, text);
        if (place < 0)
            field.Fault(text is null ? $"must be one of {string.Join(", ", Kinds)}, but is missing" : Spelling.Unknown("kind", text, Kinds));
        return (HyperparameterKind)Math.Max(0, place);
    }

    private static Hyperparameter Choice(string name, Fields rules)
    {
        foreach (var key in new[] { "min", "max" })
            if (rules[key].IsGiven)
                rules[key].Fault("is for numbers; remove it");
        ImmutableArray<string> values = [.. (rules["values"].List(Word) ?? []).Select(word => word.Word!)];
        if (values.IsEmpty)
            rules["values"].Fault("must list at least one word that begins with a letter, as in [max, mean]");
        var chosen = rules["default"].Text() ?? "";
        if (!values.IsEmpty && !values.Contains(chosen))
            rules["default"].Fault($"must be one of {string.Join(", ", values)}, but is {(chosen.Length == 0 ? "missing" : $"\"{Spelling.Shortened(chosen)}\"")}");
        return new(name, HyperparameterKind.Choice, null, null, values, chosen);
    }

    private static HyperparameterValue? Word(Field field)
    {
        if (field.Text() is not { } word)
            return null;
        if (WordRule().IsMatch(word))
            return word;
        field.Fault($"must be a word of 1 to 40 letters, digits, dots and dashes that begins with a letter, but is \"{Spelling.Shortened(word)}\"");
        return null;
    }

    private static Hyperparameter Numeric(string name, HyperparameterKind kind, Fields rules)
    {
        if (rules["values"].IsGiven)
            rules["values"].Fault("is for a choice; remove it, and say min and max");
        var whole = kind == HyperparameterKind.Whole;
        var min = Number(rules["min"], whole, -MostNumber, MostNumber);
        var max = Number(rules["max"], whole, min, MostNumber);
        return new(name, kind, min, max, [], Number(rules["default"], whole, min, max));
    }

    private static double Number(Field field, bool whole, double min, double max)
    {
        if (field.IsGiven)
            return field.Number(number => IsWithin(number, whole, min, max), RuleOf(whole, min, max)) ?? 0;
        field.Fault($"must be {RuleOf(whole, min, max)}, but is missing");
        return 0;
    }

    /// <summary>Whether a search may give a hyperparameter this number.</summary>
    internal static bool IsWithin(double number, bool whole, double min, double max) => number >= min && number <= max && (!whole || number == Math.Truncate(number));

    internal static string RuleOf(bool whole, double min, double max) => FormattableString.Invariant($"a {(whole ? "whole number" : "number")} from {min} to {max}");

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex NameRule();

    [GeneratedRegex(@"^[a-z][A-Za-z0-9]{0,39}\z")]
    private static partial Regex HyperparameterRule();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_.-]{0,39}\z")]
    private static partial Regex WordRule();
}
