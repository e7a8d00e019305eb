using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary>Verbs that change some trials of a search: <c>trial stop, tag, untag</c>.</summary>
internal static class TrialChangeCommands
{
    public static IEnumerable<Verb> Create(Shell shell) =>
    [
        Stop(shell),
        Tags(
            shell, new("tag", "Add a tag to trials. The dashboard can filter trials by tag.", "paretune trial tag ID candidate 3 7"),
            "addTags"),
        Tags(shell, new("untag", "Remove a tag from trials.", "paretune trial untag ID candidate 3"), "removeTags"),
    ];

    private static Verb Stop(Shell shell)
    {
        var (id, trials) = (Arguments.Search(shell), Trials(shell));
        var verb = new Verb(
            "stop", "Stop unfinished trials. Their results so far are kept; search retry ID N restarts them.",
            "paretune trial stop ID 3", "paretune trial stop ID 3 7");
        return shell.Runs(verb.With(id, trials), async (session, cancellation) =>
        {
            var body = new JsonObject { ["trials"] = Numbers(session.Get(trials)) };
            CommandException.ThrowIfAny(TrialsReader.Named(JsonSerializer.SerializeToElement(body)).Errors, _ => trials.Name);
            var after = await session.Api.Post<SearchView>(
                $"{ParetuneApi.PathOf(new(session.Get(id)))}/trials/stop", body, cancellation);
            session.Printer.One(after, SearchTables.Summary);
        });
    }

    private static Verb Tags(Shell shell, Verb verb, string key)
    {
        var (id, trials) = (Arguments.Search(shell), Trials(shell));
        var tag = new Argument<string>("TAG") { Description = "The tag." };
        return shell.Runs(verb.With(id, tag, trials), async (session, cancellation) =>
        {
            var body = new JsonObject
            {
                ["trials"] = Numbers(session.Get(trials)),
                [key] = new JsonArray(session.Get(tag)),
            };
            CommandException.ThrowIfAny(
                TrialsReader.Tags(JsonSerializer.SerializeToElement(body)).Errors,
                field => field.StartsWith("trials", StringComparison.Ordinal) ? trials.Name : tag.Name);
            var after = await session.Api.Post<SearchView>(
                $"{ParetuneApi.PathOf(new(session.Get(id)))}/trials/tag", body, cancellation);
            session.Printer.One(after, SearchTables.Summary);
        });
    }

    private static Argument<int[]> Trials(Shell shell) => new("N")
    {
        Description = "Trial numbers.",
        HelpName = "N",
        Arity = ArgumentArity.OneOrMore,
        CompletionSources = { shell.Values.Trials },
    };

    internal static JsonArray Numbers(IEnumerable<int> numbers) => [.. numbers.Select(number => (JsonNode?)number)];
}
