using System.CommandLine;
using Paretune.Client.Output;
using Paretune.Client.Submission;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Specs;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>
/// <c>search submit</c>: submits a search from a file, overridden by flags. All errors are reported together, and with any error nothing is
/// submitted.
/// </summary>
internal static class SubmitCommand
{
    public static Verb Create(Shell shell)
    {
        var file =
            new Argument<string?>("FILE") { Description = "The search as YAML; - reads standard input.", Arity = ArgumentArity.ZeroOrOne };
        var watch = new Option<bool>("--watch") { Description = "Watch the search until it ends." };
        var flags = SearchFlag.All.Select(flag => (Flag: flag, Option: flag.ToOption(shell.Values, flag.Help))).ToArray();
        var own = new Option<string[]>("--hyperparameter")
        {
            Description = "Hyperparameter of a custom trainer, with its values; can be repeated.",
            HelpName = "NAME=a,b,…",
        };
        var verb = new Verb(
            "submit", "Submit a search from a file, from options, or both. Options override the file.",
            "paretune search submit cifar10.yaml --watch",
            "paretune search submit cifar10.yaml --epochs 3 --max-macs 300000000",
            "paretune search submit cifar10.yaml --strategy bayesian --from abcd2345",
            "paretune search submit cifar10.yaml --notify https://hooks.example.com/paretune",
            "paretune search submit --dataset shapes --dilation 1,2,3 --width 1,0.5 --resolution 1,0.75 --epochs 5",
            "paretune search submit --trainer code-lines --hyperparameter channels=16,32 --hyperparameter pooling=max,mean --epochs 5");
        verb.With(file, watch, own).With([.. flags.Select(flag => flag.Option)]);
        return shell.Runs(verb, async (session, cancellation) =>
        {
            var known = flags.Select(flag => (flag.Flag, Value: session.Get(flag.Option))).Where(flag => flag.Value is not null);
            var owned = (session.Get(own) ?? []).Select(Own).ToList();
            if (owned.GroupBy(one => one.Flag.Name).FirstOrDefault(one => one.Count() > 1) is { Key: var twice })
                throw CommandException.BadInput(
                    $"{twice}: must be given once, with all its values, as in NAME=16,32, but is given more than once");
            var search = Read(session.Terminal, session.Get(file), [.. known.Select(flag => (flag.Flag, flag.Value!)), .. owned]);
            var view = await Submit(session, search, cancellation);
            if (!session.Get(watch))
            {
                session.Printer.One(view, Submitted);
                return ExitCode.Done;
            }

            session.Printer.Note($"search {view.Id} submitted");
            return await ShowCommands.Watch(session, view.Id, signals: false, cancellation);
        });
    }

    private static (SearchFlag Flag, string Values) Own(string text)
    {
        if (text.Split('=', 2, StringSplitOptions.TrimEntries) is not [{ Length: > 0 } name, var values]
            || name.Contains('.', StringComparison.Ordinal))
            throw CommandException.BadInput($"--hyperparameter: must be NAME=VALUES, as in channels=16,32, but is \"{text}\"");
        return (SearchFlag.OfTrainer(name, ""), values);
    }

    private static SearchText Read(Terminal terminal, string? file, IEnumerable<(SearchFlag, string)> flags)
    {
        if (file is null)
            return SearchText.Read(null, null, flags);
        using var text = SearchSource.Open(terminal, file);
        return SearchText.Read(SearchSource.NameOf(file), text, flags);
    }

    /// <summary>
    /// Submits a search that passes the local check; otherwise reports all errors, including those that only the server can find.
    /// </summary>
    public static async Task<SearchView> Submit(Session session, SearchText search, CancellationToken cancellation)
    {
        var local = search.Check(datasets: null, trainers: null).Errors;
        if (local.Length > 0)
        {
            var datasets = await IfThere<Dataset>(session, "api/datasets", cancellation);
            var trainers = await IfThere<TrainerReadResult>(session, "api/trainers", cancellation);
            throw CommandException.BadInput(Lines(search, search.Check(datasets, trainers).Errors));
        }

        try
        {
            return await session.Api.Post<SearchView>("api/searches", search.Json, cancellation);
        }
        catch (CommandException refusal) when (refusal.Errors.Length > 0)
        {
            throw CommandException.BadInput(Lines(search, refusal.Errors));
        }
    }

    private static string Lines(SearchText search, IEnumerable<ValidationError> errors) =>
        string.Join(Environment.NewLine, search.Describe(errors));

    private static async Task<IReadOnlyCollection<T>?> IfThere<T>(Session session, string path, CancellationToken cancellation)
    {
        try
        {
            return await session.Api.Get<T[]>(path, cancellation);
        }
        catch (CommandException)
        {
            // The errors that are already known matter more than this one.
            return null;
        }
    }

    private static Text Submitted(SearchView view) => new(string.Join(Environment.NewLine, [
        $"search {view.Id} submitted: {CountText.Work(view)}",
        .. new[] { view.Excluded, view.Merged, MeasuredRates.Text(view.Spec) }.Where(note => note.Length > 0),
        .. SearchTables.Notes(view),
        $"watch it with: paretune search watch {view.Id}"]));
}
