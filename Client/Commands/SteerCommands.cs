using System.Text.Json;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Client.Submission;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary>Verbs that steer a search: <c>pause, resume, cancel, extend, retry</c>.</summary>
internal static class SteerCommands
{
    public static IEnumerable<Verb> Of(Shell shell) =>
    [
        Steer(shell, "pause", "Pause a search: running trials keep their checkpoint and free their device."),
        Steer(shell, "resume", "Resume a paused search from its checkpoints."),
        Steer(shell, "cancel", "Cancel a search for good; what its trials gave so far is kept."),
        Extend(shell),
        AgainCommands.Retry(shell),
    ];

    private static Verb Steer(Shell shell, string verb, string description)
    {
        var id = Arguments.Search();
        return shell.Runs(new Verb(verb, description, $"paretune search {verb} ID").With(id), async (session, cancellation) =>
            session.Printer.One(
                await session.Api.Post<SearchView>($"{ParetuneApi.PathOf(new(session.Of(id)))}/{verb}", null, cancellation),
                SearchTables.Summary));
    }

    private static Verb Extend(Shell shell)
    {
        var id = Arguments.Search();
        var flags = SearchFlag.All.Where(flag => flag is { Group: FlagGroup.Budget, Path: not "budget.trials" })
            .Select(flag => (Flag: flag, Option: flag.ToOption())).ToArray();
        var verb = new Verb(
            "extend", "Give a search a larger budget: one that its budget had ended is open again.",
            "paretune search extend ID --budget-epochs 500", "paretune search extend ID --budget-hours 4");
        verb.With(id).With([.. flags.Select(flag => flag.Option)]);
        return shell.Runs(verb, async (session, cancellation) =>
        {
            var given = flags.Select(flag => (flag.Flag, Value: session.Of(flag.Option)!)).Where(flag => flag.Value is not null).ToList();
            if (given.Count == 0)
                throw Refusal.BadInput(
                    $"a budget must be given, but is missing; give one of {string.Join(", ", flags.Select(flag => flag.Flag.Name))}");
            var body = SearchText.Read(null, null, given);
            var faults = SearchSpecReader.ReadBudget(JsonSerializer.SerializeToElement(body.Json)).Faults;
            if (faults.Length > 0)
                throw Refusal.BadInput(string.Join(Environment.NewLine, body.Describe(faults)));
            session.Printer.One(
                await session.Api.Post<SearchView>($"{ParetuneApi.PathOf(new(session.Of(id)))}/extend", body.Json, cancellation),
                SearchTables.Summary);
        });
    }
}
