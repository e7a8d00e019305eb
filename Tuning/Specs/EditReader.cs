using System.Collections.Immutable;
using System.Text.Json;

namespace Paretune.Tuning.Specs;

/// <summary>Reads changes to the name, tags and note of a search, for console and HTTP alike.</summary>
public static class EditReader
{
    private const int LongestTag = 40, LongestNote = 2000;

    private static readonly ImmutableArray<string> Keys = ["name", "note", "addTags", "removeTags"];

    /// <summary>Reports all errors together; the edit is null if there are any.</summary>
    public static (SearchEdit? Edit, ImmutableArray<ValidationError> Errors) Read(JsonElement json)
    {
        var errors = new List<ValidationError>();
        var root = new Field(json, "", errors).Object(Keys);
        var edit = new SearchEdit
        {
            Name = SearchSpecReader.Name(root["name"]),
            Note = Note(root["note"]),
            AddTags = Tags(root["addTags"]),
            RemoveTags = Tags(root["removeTags"]),
        };
        if (errors.Count == 0 && Keys.All(key => !root[key].IsGiven))
            errors.Add(new("", $"at least one of {string.Join(", ", Keys)} must be given, but none is"));
        return (errors.Count == 0 ? edit : null, [.. errors]);
    }

    private static string? Note(Field field)
    {
        var note = field.Text()?.Trim();
        if (note?.Length > LongestNote)
            field.AddError($"must have at most {LongestNote} characters, but has {note.Length}");
        else if (note?.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) == true)
            field.AddError("must have no control characters other than line breaks and tabs, but has one; remove it");
        return note;
    }

    internal static ImmutableArray<string> Tags(Field field)
    {
        if (field is { IsGiven: true, IsList: false })
            field.AddError($"must be a list of tags, but is {field.Got}");
        return [.. field.Elements().Select(Tag).OfType<string>()];
    }

    private static string? Tag(Field field)
    {
        var tag = field.Text();
        if (tag is { Length: > 0 and <= LongestTag } && tag.All(letter => char.IsLetterOrDigit(letter) || "._-:/".Contains(letter)))
            return tag;
        field.AddError($"must have 1 to {LongestTag} letters, digits, '.', '_', '-', ':' or '/', but is {field.Got}");
        return null;
    }
}
