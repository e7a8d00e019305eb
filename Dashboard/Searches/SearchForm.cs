using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Searches;

/// <summary>The keys of a search file as fields of a form: a text each, empty for the default.</summary>
internal sealed class SearchForm
{
    /// <summary>The console's flags, and one more that is no flag because people seldom want it.</summary>
    public static ImmutableArray<SearchFlag> Fields { get; } =
        [.. SearchFlag.All, new("--epoch-seconds", "epochSeconds", FlagKind.Number, $"Seconds of an epoch, for the network {NetworkCatalog.Simulated} only.")];

    private readonly Dictionary<string, string> _texts = [];

    public string this[string path]
    {
        get => _texts.GetValueOrDefault(path, "");
        set => _texts[path] = value;
    }

    /// <summary>Every field as this search has it.</summary>
    public void Fill(SearchSpec spec)
    {
        foreach (var (path, text) in TextsOf(spec))
            _texts[path] = text;
    }

    /// <summary>The file that the fields make; what is not valid stands in it as it was typed, for the reader to judge.</summary>
    public JsonObject Json()
    {
        var root = new JsonObject();
        foreach (var field in Fields)
        {
            if (this[field.Path].Trim() is not { Length: > 0 } text)
                continue;
            var keys = field.Path.Split('.');
            var target = keys.Length == 1 ? root : (JsonObject)(root[keys[0]] ??= new JsonObject());
            target[keys[^1]] = field.Parse(text);
        }

        return root;
    }

    /// <summary>A search's own texts, by path; of those that it has.</summary>
    public static ImmutableDictionary<string, string> TextsOf(SearchSpec spec)
    {
        var json = JsonNode.Parse(SearchFile.Of(spec));
        return Fields
            .Select(field => (field.Path, Value: field.Path.Split('.').Aggregate(json, (node, key) => (node as JsonObject)?[key])))
            .Where(one => one.Value is JsonArray or JsonValue)
            .ToImmutableDictionary(one => one.Path, one => one.Value is JsonArray list ? string.Join(", ", list.Select(item => item!.ToString())) : one.Value!.ToString());
    }

    /// <summary>The fields as a file that can be edited further.</summary>
    public string Text() => Json().ToJsonString(new(JsonSerializerDefaults.Web) { WriteIndented = true });
}
