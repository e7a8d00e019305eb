using System.Text.Json;

namespace Paretune.Tuning.Specs;

/// <summary>Text out of JSON that may be broken inside: a half surrogate pair parses, but throws when it is read.</summary>
public static class JsonText
{
    /// <summary>The text of a string, or null if it is not valid Unicode.</summary>
    public static string? Read(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A property's name, or null if it is not valid Unicode.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A value as a message shows what it got.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => Read(value) is { } text ? $"\"{Spelling.Shortened(text)}\"" : "text that is not Unicode",
        JsonValueKind.Undefined => "nothing",
        _ => Spelling.Shortened(value.GetRawText()),
    };
}
