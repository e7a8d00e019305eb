using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Paretune.Tuning.Specs;

/// <summary>The type that a flag's text is converted to.</summary>
public enum FlagKind
{
    Text,
    Boolean,
    Number,
    TextList,
    NumberList,
}

/// <summary>One key of the search file as a flag of the command line, or a field of a form.</summary>
/// <param name="Path">The key, such as <c>space.dilation</c>.</param>
public sealed partial record SearchFlag(FlagGroup Group, string Name, string Path, FlagKind Kind, string Description)
{
    private const string SpaceKey = "space";

    /// <summary>What may be given, with its unit; null if the description explains each of <see cref="Choices"/>.</summary>
    public string? Values { get; init; }

    /// <inheritdoc cref="SearchKey.Default"/>
    public string? Default { get; init; }

    /// <inheritdoc cref="SearchKey.For"/>
    public string? For { get; init; }

    /// <summary>The same key without the flag.</summary>
    public SearchKey Key => new(Path, Values ?? $"one of {string.Join(", ", Choices)}", Description) { Default = Default, For = For };

    /// <summary>The description and the values, for commands whose defaults are not those of a search.</summary>
    public string ShortHelp => Values is null ? Description : $"{Description} Values: {Values}.";

    /// <summary>All that <see cref="Key"/> says, for submitting a search.</summary>
    public string Help =>
        string.Concat(ShortHelp, Default is null ? "" : $" Default: {Default}.", For is null ? "" : $" For {For}.");

    /// <summary>Its title in a form.</summary>
    public string Title { get; init; } = Titled(Path[(Path.LastIndexOf('.') + 1)..]);

    /// <summary>The allowed values, if they are known in advance; otherwise empty.</summary>
    public ImmutableArray<string> Choices { get; init; } = [];

    /// <summary>Whether the values may be words, as for a choice. If so, <c>5k</c> is kept as text and not read as a number.</summary>
    public bool TakesWords { get; init; }

    /// <summary>A hyperparameter of a custom trainer; if its kind is not known, words are possible.</summary>
    public static SearchFlag OfTrainer(string hyperparameter, string description, HyperparameterKind kind = HyperparameterKind.Choice) =>
        new(FlagGroup.Space, $"--hyperparameter {hyperparameter}", $"space.hyperparameters.{hyperparameter}", FlagKind.NumberList,
            description)
        {
            TakesWords = kind == HyperparameterKind.Choice,
        };

    /// <summary>
    /// Sets the key in a search's JSON to the flag's text and replaces any previous value. If the space is a list, sets it in every part.
    /// </summary>
    public void Put(JsonObject root, string text)
    {
        var (keys, parts) = (Path.Split('.'), PartsIn(root));
        // A part that is not an object is left as it is, so that the reader reports it.
        foreach (var owner in parts?.OfType<JsonObject>() ?? [root])
        {
            var target = keys[(parts is null ? 0 : 1)..^1].Aggregate(owner, Open);
            if (Fields.FormerName(string.Join('.', keys[..^1]), keys[^1]) is { } former)
                target.Remove(former);
            target[keys[^1]] = Parse(text);
        }
    }

    /// <summary>Returns the paths that <see cref="Put"/> sets: <see cref="Path"/>, or one in each part of a space that is a list.</summary>
    public IEnumerable<string> PathsIn(JsonObject root) => PartsIn(root) is { } parts
        ? parts.Select((_, at) => $"{SpaceKey}[{at}]{Path[SpaceKey.Length..]}") : [Path];

    /// <summary>Converts the flag's text to the JSON value stored at <see cref="Path"/>.</summary>
    public JsonNode? Parse(string text) => Kind switch
    {
        FlagKind.Text => JsonValue.Create(text),
        FlagKind.Boolean => bool.TryParse(text, out var truth) ? JsonValue.Create(truth) : JsonValue.Create(text),
        FlagKind.Number => NumberText.Value(text) ?? JsonValue.Create(text),
        FlagKind.TextList => new JsonArray([.. Split(text).Select(part => (JsonNode?)JsonValue.Create(part))]),
        _ => RangeText.Read(text) ?? (JsonNode)new JsonArray([
            .. Split(text).SelectMany(part => TakesWords ? [YamlText.Plain(part) ?? JsonValue.Create(part)] : NumberText.Values(part))]),
    };

    /// <summary>Returns the text from which <see cref="Parse"/> produces this JSON; null if there is no such text.</summary>
    public static string? TextOf(JsonNode? value) => value switch
    {
        JsonArray list when list.All(item => item is JsonValue) => string.Join(", ", list.Select(item => item!.ToString())),
        JsonObject range => RangeText.Write(range),
        JsonValue => value.ToString(),
        _ => null,
    };

    private JsonArray? PartsIn(JsonObject root) =>
        Path.StartsWith($"{SpaceKey}.", StringComparison.Ordinal) ? root[SpaceKey] as JsonArray : null;

    private static JsonObject Open(JsonObject owner, string group)
    {
        if (owner[group] is JsonObject open)
            return open;
        // "strategy: random" is short for an object with that kind.
        JsonObject opened = group == "strategy" && owner[group] is JsonValue kind ? new() { ["kind"] = kind.DeepClone() } : [];
        owner[group] = opened;
        return opened;
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}
