using System.CommandLine;
using System.Text.Json;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Client.Watching;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>The verbs <c>show</c> and <c>watch</c>; other verbs that show searches have files of their own.</summary>
internal static class ShowCommands
{
    public static IEnumerable<Verb> Create(Shell shell) =>
        [ListCommand.Create(shell), Show(shell), Watch(shell), FrontCommand.Create(shell), BestCommand.Create(shell),
            OpenCommand.Create(shell)];

    /// <summary>Watches a search to its end. If the user stops watching, prints how to return.</summary>
    public static async Task<ExitCode> Watch(Session session, SearchId id, bool signals, CancellationToken cancellation)
    {
        if (signals && !session.Terminal.ErrorIsTerminal)
            throw CommandException.BadInput(EndSignal.NeedsTerminal);
        try
        {
            return await new SearchWatch(session.Api, session.Terminal, session.Printer) { Signals = signals }.Run(id, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            session.Printer.Note(SearchWatch.HowToComeBack(id, session.Api.Server));
            return ExitCode.Interrupted;
        }
    }

    private static Verb Show(Shell shell)
    {
        var id = Arguments.Search(shell);
        var verb = new Verb(
            "show", "Show a search and all its trials.", "paretune search show ID", "paretune search show ID --sort accuracy --top 10",
            "paretune search show ID --columns trial,learningRate,accuracy", "paretune search show ID --output json")
        {
            HasRows = true,
        };
        var table = new TableOptions();
        return shell.Runs(verb.With([id, .. table.All]), async (session, cancellation) =>
        {
            var (view, all) = await Read(session, new(session.Get(id)), cancellation);
            var columns = TrialTable.Columns(
                all, view.Spec.Objectives, view.Optimum?.Trial, metrics: MetricTable.From(view.Spec));
            var (choice, trials) = (table.Choice(session, columns), table.Rows(session, columns, all));
            if (session.Printer.Format == OutputFormat.Csv)
            {
                await TrialCsv.Write(session.Terminal.Out, trials, MetricTable.From(view.Spec));
                return;
            }

            var notifications = view.Spec.Notify is null ? []
                : await session.Api.Get<NotificationView[]>($"{ParetuneApi.PathOf(view.Id)}/notifications", cancellation);
            var document = SearchDocument.Create(view, trials, notifications);
            // In the requested order.
            document["trials"] = JsonSerializer.SerializeToNode(trials, ParetuneJson.Options);
            session.Printer.One(
                document,
                _ => new Rows(
                    SearchTables.Summary(view), SearchTables.Notifications(notifications),
                    TrialTable.Create(columns, trials, view.Optimum?.Trial, choice)));
        });
    }

    /// <summary>Returns a search with its trials, by number.</summary>
    public static async Task<(SearchView View, IReadOnlyCollection<TrialView> Trials)> Read(
        Session session, SearchId id, CancellationToken cancellation)
    {
        var view = await session.Api.Get<SearchView>(ParetuneApi.PathOf(id), cancellation);
        var trials = await session.Api.Get<TrialView[]>($"{ParetuneApi.PathOf(id)}/trials", cancellation);
        return (view, [.. trials.OrderBy(trial => trial.Number)]);
    }

    private static Verb Watch(Shell shell)
    {
        var id = Arguments.Search(shell);
        var verb = new Verb(
            "watch", "Watch a search until it ends. Ctrl+C stops watching; the search continues.", "paretune search watch ID",
            "paretune search watch ID --notify", "paretune search watch ID --output jsonl");
        var signals = new Option<bool>("--notify")
        {
            Description = "Ring the terminal's bell when the search ends, and show a desktop notification if the terminal supports it."
        };
        return shell.Runs(
            verb.With(id, signals),
            (session, cancellation) => Watch(session, new(session.Get(id)), session.Get(signals), cancellation));
    }
}
