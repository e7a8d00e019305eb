using System.CommandLine;
using System.Globalization;
using Paretune.Client.Output;

namespace Paretune.Client.Commands;

/// <summary>The verb <c>list</c>: searches, newest first.</summary>
internal static class ListCommand
{
    public static Verb Create(Shell shell)
    {
        var state = new Option<string?>("--state") { Description = "Only in these states, such as running,paused.", HelpName = "states" };
        var owner = new Option<string?>("--owner") { Description = "Only searches of this owner.", HelpName = "name" };
        var dataset = new Option<string?>("--dataset")
        {
            Description = "Only searches on this dataset.",
            HelpName = "name",
            CompletionSources = { shell.Values.Datasets },
        };
        var tag = new Option<string[]>("--tag")
        {
            Description = "Only searches with this tag; if repeated, with all of the tags.",
            HelpName = "tag",
        };
        var text = new Option<string?>("--text")
        {
            Description = "Only searches with all these words in name, id, dataset, networks, tags or note.",
            HelpName = "words"
        };
        var archived = new Option<bool>("--archived") { Description = "Only archived searches." };
        var all = new Option<bool>("--all") { Description = "Include archived searches." };
        var limit = new Option<int?>("--limit") { Description = "Maximum number, 1 to 1000. Default: all.", HelpName = "number" };
        var verb = new Verb(
            "list", "List searches, newest first. Archived searches are hidden by default.",
            "paretune search list", "paretune search list --state running --text cifar10",
            "paretune search list --sort best-accuracy --top 5", "paretune search list --output jsonl")
        {
            HasRows = true,
        };
        var table = new TableOptions(TableOptions.NamesOf(SearchTables.ListColumns));
        verb.With([state, owner, dataset, tag, text, archived, all, limit, .. table.All]);
        return shell.Runs(verb, async (session, cancellation) =>
        {
            var choice = table.Choice(session, SearchTables.ListColumns);
            (string Key, string? Value)[] query =
            [
                .. (session.Get(tag) ?? []).Select(one => ("tag", (string?)one)),
                ("state", session.Get(state)), ("owner", session.Get(owner)), ("dataset", session.Get(dataset)),
                    ("text", session.Get(text)),
                ("archived", session.Get(all) ? "all" : session.Get(archived) ? "true" : null),
                ("limit", session.Get(limit)?.ToString(CultureInfo.InvariantCulture)),
            ];
            var asked = string.Join(
                '&', query.Where(part => part.Value is not null).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
            var searches = await session.Api.Get<SearchView[]>(asked.Length == 0 ? "api/searches" : $"api/searches?{asked}", cancellation);
            session.Printer.Many(
                table.Rows(session, SearchTables.ListColumns, searches),
                found => SearchTables.List(found, filtered: asked.Length > 0, choice), SearchTables.ListCsv);
        });
    }
}
