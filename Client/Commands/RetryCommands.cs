using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Commands;

/// <summary>Verbs that repeat or extend training: <c>search retry</c>, <c>trial extend</c>.</summary>
internal static class RetryCommands
{
    public static Verb Retry(Shell shell)
    {
        var id = Arguments.Search(shell);
        var trials = new Argument<int[]>("N")
        {
            Description = "Trial numbers. Default: all that failed or ran out of memory.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var verb = new Verb(
            "retry", "Restart failed trials, even in a search that has completed or failed. The causes of failure stay on record.",
            "paretune search retry ID", "paretune search retry ID 3 7");
        return shell.Runs(verb.With(id, trials), async (session, cancellation) =>
        {
            var numbers = session.Get(trials) ?? [];
            JsonObject body = numbers.Length == 0 ? [] : new() { ["trials"] = TrialChangeCommands.Numbers(numbers) };
            CommandException.ThrowIfAny(TrialsReader.Trials(JsonSerializer.SerializeToElement(body)).Errors, _ => trials.Name);
            await Post(session, new(session.Get(id)), "retry", body, cancellation);
        });
    }

    public static Verb Extend(Shell shell)
    {
        var (id, number) = (Arguments.Search(shell), Arguments.Trial(shell));
        var epochs = new Option<int>("--epochs")
        {
            Description = "Number of epochs to add.",
            HelpName = "count",
            Required = true,
        };
        var verb = new Verb(
            "extend", "Train a completed trial for more epochs, from its last learning rate. Its result is kept until they are trained.",
            "paretune trial extend ID 3 --epochs 10");
        return shell.Runs(verb.With(id, number, epochs), async (session, cancellation) =>
        {
            var body = new JsonObject { ["epochs"] = session.Get(epochs) };
            CommandException.ThrowIfAny(TrialsReader.Epochs(JsonSerializer.SerializeToElement(body)).Errors, _ => epochs.Name);
            await Post(session, new(session.Get(id)), $"trials/{session.Get(number)}/extend", body, cancellation);
        });
    }

    private static async Task Post(Session session, SearchId id, string path, JsonObject body, CancellationToken cancellation)
    {
        var before = await session.Api.Get<SearchView>(ParetuneApi.PathOf(id), cancellation);
        var after = await session.Api.Post<SearchView>($"{ParetuneApi.PathOf(id)}/{path}", body, cancellation);
        session.Printer.One(after, SearchTables.Summary);
        if (before.Archived && !after.Archived)
            session.Printer.Note($"search {id} was archived and is listed again");
    }
}
