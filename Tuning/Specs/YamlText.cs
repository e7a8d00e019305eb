using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Converts YAML to the JSON that <see cref="SearchSpecReader"/> takes, and keeps the line of every value by its path, such as
/// <c>space.dilation[1]</c>. Plain numbers, booleans and nulls become JSON values; quoted scalars stay text.
/// </summary>
public sealed partial class YamlText
{
    // Deeper than any search. Without a limit, a file of brackets would overflow the stack.
    private const int MaxDepth = 16;

    private readonly Parser _parser;
    private readonly Dictionary<string, long> _lines = [];
    private readonly Dictionary<string, string> _written = [];
    private readonly List<LineError> _errors = [];

    private YamlText(TextReader text) => _parser = new Parser(text);

    /// <summary>Reads a YAML or JSON document. Errors of the YAML itself are returned with their lines.</summary>
    public static YamlReadResult Read(TextReader text)
    {
        var yaml = new YamlText(text);
        JsonNode? root = null;
        try
        {
            root = yaml.Document();
        }
        catch (YamlException malformed)
        {
            yaml._errors.Add(new(malformed.Start.Line, $"must be YAML, but is not: {malformed.Message}"));
        }
        catch (InvalidOperationException)
        {
            // For some files that end inside a list, YamlDotNet's scanner throws this without a position.
            yaml._errors.Add(
                new(yaml._parser.Current?.End.Line
                    ?? 1, "must be YAML, but cannot be read past this line; a bracket may not be closed"));
        }

        return new(root, yaml._lines, yaml._errors) { Written = yaml._written };
    }

    private JsonNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return new JsonObject();
        _parser.Consume<DocumentStart>();
        var root = Value("", 0);
        _parser.Consume<DocumentEnd>();
        if (!_parser.TryConsume<StreamEnd>(out _))
            AddError(_parser.Current!, "must contain one document, but another begins here; remove it");
        return root;
    }

    private JsonNode? Value(string path, int depth)
    {
        var start = _parser.Current!;
        _lines.TryAdd(path, start.Start.Line);
        if (depth > MaxDepth)
            throw new YamlException(start.Start, start.End, $"values must not be nested deeper than {MaxDepth}");
        if (_parser.TryConsume<Scalar>(out var scalar))
            return Value(path, scalar);
        if (_parser.Accept<SequenceStart>(out _))
            return List(path, depth);
        if (_parser.Accept<MappingStart>(out _))
            return Object(path, depth);
        throw new YamlException(start.Start, start.End, "aliases are not supported; write the value out");
    }

    private JsonNode? Value(string path, Scalar scalar)
    {
        if (scalar.Style is ScalarStyle.Folded or ScalarStyle.Literal && scalar.Value.Trim().Length == 0)
            AddError(scalar, $"{path}: > or | must be followed by an indented text, but none follows; to give the character "
                + "itself, write it in quotes");
        if (scalar.Style != ScalarStyle.Plain)
            return JsonValue.Create(scalar.Value);
        var plain = Plain(scalar.Value);
        if (plain?.GetValueKind() == JsonValueKind.Number && plain.ToJsonString() != scalar.Value)
            _written[path] = scalar.Value;
        return plain;
    }

    private JsonArray List(string path, int depth)
    {
        var list = new JsonArray();
        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            list.Add(Value($"{path}[{list.Count}]", depth + 1));
        return list;
    }

    private JsonObject Object(string path, int depth)
    {
        var fields = new JsonObject();
        _parser.Consume<MappingStart>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            var fieldPath = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            var isFirst = !fields.ContainsKey(key.Value);
            if (!isFirst)
                AddError(key, $"{fieldPath}: must appear once, but is also on line {_lines[fieldPath]}; remove one");
            else
                _lines[fieldPath] = key.Start.Line;
            var value = Value(fieldPath, depth + 1);
            if (isFirst)
                fields.Add(key.Value, value);
        }

        return fields;
    }

    private void AddError(ParsingEvent at, string message) => _errors.Add(new(at.Start.Line, message));

    /// <summary>
    /// Converts a plain scalar to JSON: numbers, booleans and nulls of YAML 1.2's core schema become JSON values, anything else is text.
    /// </summary>
    public static JsonNode? Plain(string text)
    {
        if (text is "" or "~" or "null" or "Null" or "NULL")
            return null;
        if (bool.TryParse(text, out var truth))
            return JsonValue.Create(truth);
        // Kept verbatim, so that a message shows 1.0 where the user wrote 1.0.
        if (JsonNumber().IsMatch(text))
            return JsonNode.Parse(text);
        return YamlNumber().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text);
    }

    [GeneratedRegex(@"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();

    // Numbers in YAML that are not valid JSON: +1, 007, .5 and 1.
    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex YamlNumber();
}
