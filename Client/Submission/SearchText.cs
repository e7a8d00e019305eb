using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Submission;

/// <summary>A search from a file and flags. Flags override the file; every error names the line or flag it comes from.</summary>
internal sealed class SearchText
{
    private readonly Dictionary<string, string> _origins = [];
    private readonly string? _file;
    private readonly JsonNode? _root;
    private readonly IReadOnlyDictionary<string, string> _written;

    private SearchText(string? file, YamlReadResult? yaml)
    {
        _file = file;
        _root = yaml is null ? new JsonObject() : yaml.Root;
        _written = yaml?.Written ?? ImmutableDictionary<string, string>.Empty;
        foreach (var (path, line) in yaml?.Lines ?? ImmutableDictionary<string, long>.Empty)
            _origins[path] = $"{file}:{line}";
    }

    /// <summary>The search's JSON; null for an empty file.</summary>
    public JsonNode? Json => _root;

    /// <summary>Reads the file, if there is one, and applies the flags.</summary>
    /// <param name="file">The file's name in messages.</param>
    /// <exception cref="CommandException">The file is not YAML.</exception>
    public static SearchText Read(string? file, TextReader? text, IEnumerable<(SearchFlag Flag, string Value)> flags)
    {
        var yaml = text is null ? null : YamlText.Read(text);
        if (yaml is { Root: null, Errors.Count: > 0 })
            throw CommandException.BadInput(string.Join(Environment.NewLine, Lines(file, yaml)));
        var search = new SearchText(file, yaml);
        foreach (var (flag, value) in flags)
            search.Set(flag, value);
        if (yaml is { Errors.Count: > 0 })
            throw CommandException.BadInput(string.Join(
                Environment.NewLine, [.. Lines(file, yaml), .. search.Describe(search.Check(datasets: null, trainers: null).Errors)]));
        return search;
    }

    /// <summary>Validates the search.</summary>
    /// <param name="datasets">The server's datasets; null if not known. <paramref name="trainers"/> likewise.</param>
    public SpecReadResult Check(IReadOnlyCollection<Dataset>? datasets, IReadOnlyCollection<TrainerReadResult>? trainers) =>
        SearchSpecReader.Read(JsonSerializer.SerializeToElement(_root), datasets, trainers);

    /// <summary>One line per error, <c>FILE:LINE: field: message</c> or <c>--flag: message</c>, in the order of the file.</summary>
    public IEnumerable<string> Describe(IEnumerable<ValidationError> errors) => errors.Select(Describe).Distinct();

    private string Describe(ValidationError error)
    {
        error = AsWritten(error);
        for (var path = error.Field; ; path = Parent(path))
        {
            if (_origins.TryGetValue(path, out var origin))
                return origin.StartsWith("--", StringComparison.Ordinal)
                    ? $"{origin}: {error.Message}" : $"{origin}: {error.Field}: {error.Message}";
            if (path.Length == 0)
                break;
        }

        var flag = SearchFlag.All.FirstOrDefault(flag => flag.Path == error.Field);
        return _file is null && flag is not null
            ? $"{flag.Name}: {error.Message}" : $"{(_file is null ? "" : $"{_file}: ")}{error.Field}: {error.Message}";
    }

    /// <summary>Replaces a number in an error message by the text in the file, such as 007 for JSON's 7.</summary>
    private ValidationError AsWritten(ValidationError error)
    {
        if (!_written.TryGetValue(error.Field, out var written) || At(error.Field)?.ToJsonString() is not { } shown || IsFlag(error.Field))
            return error;
        var message = error.Message.Replace($"is {shown}", $"is {written}", StringComparison.Ordinal)
            .Replace($"\"{shown}\"", $"\"{written}\"", StringComparison.Ordinal);
        return error with { Message = message };
    }

    private bool IsFlag(string path) => _origins.GetValueOrDefault(path, "").StartsWith("--", StringComparison.Ordinal);

    private JsonNode? At(string key) => _root is JsonObject root ? root[key] : null;

    private void Set(SearchFlag flag, string value)
    {
        if (_root is not JsonObject root)
            return;
        // The file may give the batch size in two places; the flag overrides both.
        if (flag.Path == "space.batchSize" && root.Remove("batchSize"))
            Forget("batchSize");
        flag.Put(root, value);
        foreach (var path in flag.PathsIn(root))
        {
            Forget(path);
            _origins[path] = flag.Name;
        }
    }

    private void Forget(string path)
    {
        foreach (
            var known in _origins.Keys.Where(known => known == path || known.StartsWith($"{path}[", StringComparison.Ordinal)).ToList())
            _origins.Remove(known);
    }

    private static string Parent(string path) => path.LastIndexOfAny(['.', '[']) is > 0 and var end ? path[..end] : "";

    private static IEnumerable<string> Lines(string? file, YamlReadResult yaml) =>
        yaml.Errors.Select(error => $"{file}:{error.Line}: {error.Message}");
}
