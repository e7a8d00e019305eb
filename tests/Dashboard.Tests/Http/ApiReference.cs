using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Paretune.Dashboard.Http;
using Paretune.Testing;

namespace Paretune.Dashboard.Tests.Http;

/// <summary>The text of docs/reference-api.md, from the description that the server gives of its API.</summary>
internal static class ApiReference
{
    private const string Problem = "ProblemDetails";

    public static string Create(JsonObject document) => string.Join('\n',
    [
        "# API reference",
        "",
        "This page lists every request of the HTTP API.",
        "A running server gives the same as an OpenAPI document at `/openapi/v1.json`.",
        DocsPage.Note("Dashboard", nameof(ApiReferenceTests)),
        "",
        "- **Addresses** start with that of the server, by default `http://127.0.0.1:8080`.",
        "- **Scope.** If the server [requires sign-in](security.md#access-to-the-api), send `Authorization: Bearer KEY` with a key of the "
            + "given scope or a higher one. To change a search, you must also own it or have the scope `admin`.",
        "- **Bodies** are JSON in UTF-8 unless stated otherwise. Send JSON with `Content-Type: application/json`; otherwise the answer is "
            + "415. Later versions may add keys to answers; ignore keys that you do not know.",
        "- **Errors** are `application/problem+json`: `detail` is a sentence for people, and `errors` lists each `{field, message}`.",
        "- **Every request** can also answer 401 (no valid key), 403 (the scope is missing), 429 (too many requests) and 503 (the cluster "
            + "does not answer). After 429, wait for the seconds in the header `Retry-After`; after 503, wait a few "
            + "seconds. Then send the request again.",
        "",
        "[Types](#types) lists the keys of the answers.",
        .. Groups(document).SelectMany(Section),
        .. Types(document),
        "",
    ]);

    /// <summary>The operations with their method and path.</summary>
    public static IEnumerable<Operation> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from method in path.Value!.AsObject()
        select new Operation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject());

    private static IEnumerable<IGrouping<string, Operation>> Groups(JsonObject document)
    {
        var order = document["tags"]!.AsArray().Select(tag => $"{tag!["name"]}").ToList();
        return Operations(document).GroupBy(operation => operation.Tag).OrderBy(group => order.IndexOf(group.Key));
    }

    private static IEnumerable<string> Section(IGrouping<string, Operation> group) =>
    [
        "",
        $"## {group.Key}",
        .. group.OrderBy(operation => operation.Path, StringComparer.Ordinal).SelectMany(Text),
    ];

    private static IEnumerable<string> Text(Operation operation)
    {
        yield return "";
        yield return $"### `{operation.Method} {operation.Path}`";
        yield return $"{operation.Json["summary"]}".Replace(". ", ".\n", StringComparison.Ordinal);
        yield return "";
        yield return $"- Scope: {(operation.Json[ApiDescription.ScopeKey] is { } scope ? $"`{scope}`" : "none")}";
        foreach (var parameter in operation.Parameters)
            yield return $"- `{parameter["name"]}` ({Place(parameter)}, {TypeOf(parameter["schema"])}): {parameter["description"]}";
        if (operation.Json["requestBody"] is { } body)
            yield return $"- Body ({string.Join(", ", Keys(body["content"]).Select(type => $"`{type}`"))}): "
                + Linked($"{body["description"]}");
        yield return $"- Answers: {string.Join(", ", Answers(operation.Json["responses"]!.AsObject()))}";
    }

    private static string Linked(string text) => Regex.Replace(text, @"docs/([a-z-]+\.md)", "[$1]($1)");

    private static string Place(JsonNode parameter) => $"{parameter["in"]}" switch
    {
        "query" when parameter["required"]?.GetValue<bool>() == true => "query, required",
        var place => place,
    };

    private static IEnumerable<string> Answers(JsonObject answers) =>
        from answer in answers
        orderby answer.Key
        let type = answer.Value!["content"]?.AsObject().Select(content => Answer(content.Key, content.Value!["schema"])).ToList() ?? []
        select type.Count == 0 || type[0] == Problem ? answer.Key : $"{answer.Key} ({string.Join(" or ", type)})";

    private static string Answer(string type, JsonNode? schema) => schema is null ? $"`{type}`" : TypeOf(schema);

    private static IEnumerable<string> Types(JsonObject document)
    {
        yield return "";
        yield return "## Types";
        yield return "A key with `?` may be left out or null.";
        yield return "A number that is not finite is the text `NaN`, `Infinity` or `-Infinity`.";
        yield return "`SearchId` is text, and `HyperparameterValue` is a number or text.";
        yield return "Other types that are not in the table are written as in the [search file](reference-search-file.md).";
        yield return "";
        yield return DocsPage.Row("type", "keys or values");
        yield return DocsPage.Row("---", "---");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject().OrderBy(type => type.Key, StringComparer.Ordinal))
            if (name != Problem && Members(schema!) is { Length: > 0 } members)
                yield return DocsPage.Row($"`{name}`", members);
    }

    private static string Members(JsonNode schema)
    {
        if (schema["enum"] is JsonArray values)
            return string.Join(", ", values.OfType<JsonValue>().Select(value => $"`{value}`"));
        var required = schema["required"]?.AsArray().Select(name => $"{name}").ToHashSet() ?? [];
        return string.Join(", ", schema["properties"]?.AsObject().Select(
            one => $"`{one.Key}`{(required.Contains(one.Key) && !IsNullable(one.Value!) ? "" : "?")}: {TypeOf(one.Value)}") ?? []);
    }

    private static bool IsNullable(JsonNode schema) =>
        schema["type"] is JsonArray types && types.Any(type => $"{type}" == "null")
        || schema["oneOf"] is JsonArray kinds && kinds.Any(kind => $"{kind!["type"]}" == "null");

    private static string TypeOf(JsonNode? schema) => schema switch
    {
        null => "any",
        _ when schema["$ref"] is { } reference => $"{reference}"[($"{reference}".LastIndexOf('/') + 1)..],
        _ when schema["oneOf"] is JsonArray kinds => TypeOf(kinds.First(kind => $"{kind!["type"]}" != "null")),
        _ when schema["anyOf"] is JsonArray => "number",
        _ when schema["items"] is { } items => $"list of {TypeOf(items)}",
        _ when schema["additionalProperties"] is { } values => $"object of {TypeOf(values)}",
        _ when $"{schema["format"]}" == "date-time" => "time",
        _ when schema["type"] is JsonArray types => $"{types.First(type => $"{type}" != "null")}",
        _ when $"{schema["type"]}" == "array" => "list",
        _ => $"{schema["type"] ?? "any"}",
    };

    private static IEnumerable<string> Keys(JsonNode? node) => node?.AsObject().Select(one => one.Key) ?? [];

    internal sealed record Operation(string Method, string Path, JsonObject Json)
    {
        public string Tag => $"{Json["tags"]![0]}";

        public IEnumerable<JsonNode> Parameters => Json["parameters"]?.AsArray().Select(parameter => parameter!) ?? [];

        public override string ToString() => $"{Method} {Path}";
    }
}
