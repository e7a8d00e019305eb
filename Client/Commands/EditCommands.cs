using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Client.Api;
using Paretune.Tuning.Specs;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs that change a search's name, tags and note: <c>rename, tag, untag, note</c>.</summary>
internal static class EditCommands
{
    public static IEnumerable<Verb> Create(Shell shell) =>
    [
        Text(shell, new("rename", "Rename a search.", "paretune search rename ID cifar10-baseline"), "NAME", "Its new name.",
            "name"),
        Tags(shell, new("tag", "Add tags to a search. Lists can be filtered by tag.", "paretune search tag ID paper baseline"),
            "addTags"),
        Tags(shell, new("untag", "Remove tags from a search.", "paretune search untag ID baseline"), "removeTags"),
        Text(
            shell, new("note", "Set the note of a search; an empty text removes it.", "paretune search note ID \"δ 2 with the new crops\""),
            "TEXT", "Text of the note.", "note"),
    ];

    private static Verb Text(Shell shell, Verb verb, string argument, string description, string key)
    {
        var (id, text) = (Arguments.Search(shell), new Argument<string>(argument) { Description = description });
        return shell.Runs(
            verb.With(id, text),
            (session, cancellation) => Edit(session, session.Get(id), new() { [key] = session.Get(text) }, argument, cancellation));
    }

    private static Verb Tags(Shell shell, Verb verb, string key)
    {
        var id = Arguments.Search(shell);
        var tags = new Argument<string[]>("TAG") { Description = "The tags.", Arity = ArgumentArity.OneOrMore };
        return shell.Runs(verb.With(id, tags), (session, cancellation) => Edit(
            session, session.Get(id), new() { [key] = new JsonArray([.. session.Get(tags).Select(tag => (JsonNode?)tag)]) }, tags.Name,
            cancellation));
    }

    private static async Task Edit(Session session, string id, JsonObject edit, string argument, CancellationToken cancellation)
    {
        CommandException.ThrowIfAny(EditReader.Read(JsonSerializer.SerializeToElement(edit)).Errors, _ => argument);
        if (edit["removeTags"] is JsonArray removed)
            await TellMissing(session, id, [.. removed.Select(tag => (string)tag!)], cancellation);
        session.Printer.One(await session.Api.Post<SearchView>($"{ParetuneApi.PathOf(new(id))}/edit", edit, cancellation), Describe);
    }

    private static async Task TellMissing(Session session, string id, string[] removed, CancellationToken cancellation)
    {
        var search = await session.Api.Get<SearchView>(ParetuneApi.PathOf(new(id)), cancellation);
        foreach (var tag in removed.Except(search.Tags.IsDefault ? [] : search.Tags, StringComparer.OrdinalIgnoreCase))
            session.Printer.Note($"search {id} does not have the tag {tag}");
    }

    private static Text Describe(SearchView search) => new(
        $"search {search.Id} \"{search.Name}\"; tags: {string.Join(", ", search.Tags.DefaultIfEmpty("none"))}"
        + (search.Note.Length == 0 ? "" : $"; note: {search.Note}"));
}
