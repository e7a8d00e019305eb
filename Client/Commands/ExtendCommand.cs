using System.CommandLine;
using System.Text.Json;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Client.Submission;
using Paretune.Tuning.Specs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Commands;

/// <summary><c>search extend</c>: raises the budget or extends the space.</summary>
internal static class ExtendCommand
{
    public static Verb Create(Shell shell)
    {
        var id = Arguments.Search(shell);
        var flags = SearchFlag.All.Where(flag => flag is { Group: FlagGroup.Budget, Path: not "budget.trials" })
            .Select(flag => (Flag: flag, Option: flag.ToOption(help: $"New limit. {flag.ShortHelp}"))).ToArray();
        var space = new Option<string?>("--space")
        {
            Description = "A YAML file with the larger space: the whole search, or only its space; - reads standard input.",
            HelpName = "FILE",
        };
        var verb = new Verb(
            "extend", "Extend the budget or the space of a search. A search that has completed or failed is reopened.",
            "paretune search extend ID --budget-epochs 500", "paretune search extend ID --budget-hours 4",
            "paretune search extend ID --space larger.yaml");
        verb.With(id, space).With([.. flags.Select(flag => flag.Option)]);
        return shell.Runs(verb, (session, cancellation) =>
        {
            var given = flags.Select(flag => (flag.Flag, Value: session.Get(flag.Option)!)).Where(flag => flag.Value is not null).ToList();
            var (search, file) = (new SearchId(session.Get(id)), session.Get(space));
            if (file is null == (given.Count == 0))
                throw CommandException.BadInput(
                    $"a budget or a space must be given, but {(file is null ? "neither is" : "both are")}; give --space, or one or "
                    + $"more of {string.Join(", ", flags.Select(flag => flag.Flag.Name))}");
            return file is null ? Budget(session, search, given, cancellation) : Space(session, search, file, cancellation);
        });
    }

    private static async Task Budget(
        Session session, SearchId id, List<(SearchFlag Flag, string Value)> given, CancellationToken cancellation)
    {
        var body = SearchText.Read(null, null, given);
        var errors = SearchSpecReader.ReadBudget(JsonSerializer.SerializeToElement(body.Json)).Errors;
        if (errors.Length > 0)
            throw CommandException.BadInput(string.Join(Environment.NewLine, body.Describe(errors)));
        session.Printer.One(
            await session.Api.Post<SearchView>($"{ParetuneApi.PathOf(id)}/extend", body.Json, cancellation), SearchTables.Summary);
    }

    private static async Task Space(Session session, SearchId id, string file, CancellationToken cancellation)
    {
        SearchText body;
        using (var text = SearchSource.Open(session.Terminal, file))
            body = SearchText.Read(SearchSource.NameOf(file), text, []);
        // Checked here, because the server would read a file without a space as a budget.
        if (body.Json is not System.Text.Json.Nodes.JsonObject root || root["space"] is null)
            throw CommandException.BadInput(
                $"{SearchSource.NameOf(file)}: space: is required; write space: with the existing and the new "
                + "values");
        var before = await session.Api.Get<SearchView>(ParetuneApi.PathOf(id), cancellation);
        try
        {
            var after = await session.Api.Post<SearchView>($"{ParetuneApi.PathOf(id)}/extend", root, cancellation);
            session.Printer.One(after, _ => Describe(before, after));
        }
        catch (CommandException refusal) when (refusal.Errors.Length > 0)
        {
            throw CommandException.BadInput(string.Join(Environment.NewLine, body.Describe(refusal.Errors)));
        }
    }

    private static Rows Describe(SearchView before, SearchView after)
    {
        var more = after.Counts.Total - before.Counts.Total;
        string[] lines = [
            more == 1 ? $"1 trial added: {after.Counts.Total}" : $"{more} trials added: {before.Counts.Total + 1} to {after.Counts.Total}",
            .. new[] { after.Merged, before.Archived && !after.Archived ? $"search {after.Id} was archived and is listed again" : "" }
                .Where(line => line.Length > 0)];
        return new([SearchTables.Summary(after), .. lines.Select(line => (IRenderable)new Text(line))]);
    }
}
