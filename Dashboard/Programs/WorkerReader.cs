using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Dashboard.Http;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Programs;

/// <summary>Reads the identity of the program that asks for a trial.</summary>
internal static class WorkerReader
{
    private const int LongestName = 100;
    private const string DefaultDevice = "program";

    // The prefix keeps a program's id apart from silo addresses, so that no silo's death ends its attempt.
    private const string Before = "program-";

    private static readonly ImmutableArray<string> Keys = ["worker", "device", "session"];

    /// <param name="drawn">The session if the program names none; each of its requests then ends its previous attempt.</param>
    /// <exception cref="ApiException">400 with all errors.</exception>
    public static WorkerId Read(JsonElement body, string drawn)
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        foreach (var unknown in body.EnumerateObject().Select(one => one.Name).Where(name => !Keys.Contains(name)))
            errors.Add(new(Spelling.Shortened(unknown), Spelling.Unknown("key", unknown, Keys)));
        var worker = new WorkerId(
            Text(body, "worker", null, errors), Text(body, "device", DefaultDevice, errors), Before + Text(body, "session", drawn, errors));
        return errors.Count == 0 ? worker : throw ApiException.Invalid(errors.ToImmutable());
    }

    private static string Text(JsonElement body, string key, string? otherwise, ImmutableArray<ValidationError>.Builder errors)
    {
        if (!body.TryGetProperty(key, out var value) && otherwise is not null)
            return otherwise;
        if (value.ValueKind == JsonValueKind.String && JsonText.Read(value) is { } text && !string.IsNullOrWhiteSpace(text)
            && text.Length <= LongestName && !text.Any(char.IsControl))
            return text;
        var got = value.ValueKind == JsonValueKind.Undefined ? "missing" : Spelling.Shortened(value.GetRawText());
        errors.Add(new(key, $"must be text of 1 to {LongestName} characters, not all blank, but is {got}"));
        return "";
    }
}
