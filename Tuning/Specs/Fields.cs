using System.Collections.Immutable;
using System.Text.Json;

namespace Paretune.Tuning.Specs;

/// <summary>The values of one object by key. A key that was left out gives a field that is not given.</summary>
internal sealed class Fields
{
    private static readonly Dictionary<string, (string Key, string Written)> Elsewhere = new()
    {
        ["lr"] = ("learningRate", "learningRate"),
        ["data"] = ("dataset", "dataset"),
        ["model"] = ("network", "network"),
    };

    /// <summary>Keys by the names they had before 0.2.0 was released, which are still read.</summary>
    private static readonly Dictionary<(string Object, string Key), string> Renamed = new()
    {
        [("strategy", "order")] = "sampler",
        [("strategy", "stopping")] = "pruner",
        [("", "patience")] = "idleTimeout",
    };

    private const string SpaceKey = "space";

    private readonly Dictionary<string, JsonElement> _values = [];
    private readonly string _path;
    private readonly List<ValidationError> _errors;

    public Fields(JsonElement element, string path, List<ValidationError> errors, ImmutableArray<string> keys)
    {
        (_path, _errors) = (path, errors);
        if (element.ValueKind == JsonValueKind.Object)
            Take(element, keys);
        else if (path.Length == 0 || element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null))
            errors.Add(new(path.Length == 0 ? "search" : path,
                $"must be an object with keys from {string.Join(", ", keys)}, but is {JsonText.Describe(element)}"));
    }

    /// <summary>Returns the former name of a key that is still read; null if it has none.</summary>
    /// <param name="path">The path of the key's object; empty for the file itself.</param>
    public static string? FormerName(string path, string key) =>
        Renamed.FirstOrDefault(one => one.Key.Object == path && one.Value == key).Key.Key;

    public Field this[string key] => new(_values.GetValueOrDefault(key), PathOf(key), _errors);

    private void Take(JsonElement element, ImmutableArray<string> keys)
    {
        foreach (var property in element.EnumerateObject())
        {
            var key = JsonText.NameOf(property) ?? "\uFFFD";
            if (!keys.Contains(key) && Renamed.TryGetValue((_path, key), out var now) && keys.Contains(now))
                key = now;
            if (!keys.Contains(key))
                _errors.Add(new(PathOf(Spelling.Shortened(key)), Unknown(key, keys)));
            else if (_values.ContainsKey(key))
                _errors.Add(new(PathOf(key), "must appear once, but appears twice; remove one"));
            else if (new Field(property.Value, PathOf(key), _errors).HasValue())
                _values.Add(key, property.Value);
        }
    }

    // The most common mistake is a hyperparameter one level too high; the next is another tool's name for a key.
    private string Unknown(string key, ImmutableArray<string> keys) => _path.Length == 0 && SpaceReader.Keys.Contains(key)
        ? $"key \"{key}\" is not allowed here; did you mean \"space.{key}\"?"
        : Elsewhere.TryGetValue(key, out var ours) && keys.Contains(ours.Key)
            ? $"unknown key \"{key}\"; did you mean \"{ours.Written}\"? known: {string.Join(", ", keys)}"
            : _path.Split('.', '[')[0] == SpaceKey && SearchSpecReader.Keys.Contains(key)
                ? $"key \"{key}\" is not allowed here; put it at the top level of the file, beside {SpaceKey}"
            : Spelling.Unknown("key", key, keys);

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";
}
