using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Client.Watching;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Specs;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs that look at searches: <c>list, show, watch, front, best</c>.</summary>
internal static class LookCommands
{
    private const int PlotWidth = 80, PlotHeight = 12;

    public static IEnumerable<Verb> Of(Shell shell) => [ListCommand.Of(shell), Show(shell), Watch(shell), Front(shell), Best(shell)];

    /// <summary>Watches to the end; left early it says how to come back.</summary>
    public static async Task<ExitCode> Watch(Session session, SearchId id, bool signals, CancellationToken cancellation)
    {
        if (signals && !session.Terminal.ErrorIsTerminal)
            throw Refusal.BadInput(EndSignal.NeedsTerminal);
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
        var id = Arguments.Search();
        var verb = new Verb(
            "show", "Show a search and all its trials.", "paretune search show ID", "paretune search show ID --output json");
        var columns = new ColumnOptions();
        return shell.Runs(verb.With([id, .. columns.All]), async (session, cancellation) =>
        {
            var (view, trials) = await Read(session, new(session.Of(id)), cancellation);
            var notifications = view.Spec.Notify is null ? []
                : await session.Api.Get<NotificationView[]>($"{ParetuneApi.PathOf(view.Id)}/notifications", cancellation);
            var choice = columns.Of(session, TrialTable.Titles(trials, view.Spec.Objectives));
            session.Printer.One(
                SearchDocument.Of(view, trials, notifications),
                _ => new Rows(
                    SearchTables.Summary(view), SearchTables.Notifications(notifications),
                    TrialTable.Of(trials, view.Spec.Objectives, view.Optimum?.Trial, choice)));
        });
    }

    /// <summary>A search with its trials, by number.</summary>
    public static async Task<(SearchView View, IReadOnlyCollection<TrialView> Trials)> Read(
        Session session, SearchId id, CancellationToken cancellation)
    {
        var view = await session.Api.Get<SearchView>(ParetuneApi.PathOf(id), cancellation);
        var trials = await session.Api.Get<TrialView[]>($"{ParetuneApi.PathOf(id)}/trials", cancellation);
        return (view, [.. trials.OrderBy(trial => trial.Number)]);
    }

    private static Verb Watch(Shell shell)
    {
        var id = Arguments.Search();
        var verb = new Verb(
            "watch", "Watch a search to its end. Ctrl+C leaves, the search goes on.", "paretune search watch ID",
            "paretune search watch ID --notify", "paretune search watch ID --output jsonl");
        var signals = new Option<bool>("--notify") { Description = "Ring the terminal's bell at the end, and notify where it can." };
        return shell.Runs(
            verb.With(id, signals),
            (session, cancellation) => Watch(session, new(session.Of(id)), session.Of(signals), cancellation));
    }

    private static Verb Front(Shell shell)
    {
        var id = Arguments.Search();
        var verb = new Verb(
            "front", "Show the trials that no other trial dominates.", "paretune search front ID",
            "paretune search front ID --output json");
        var columns = new ColumnOptions();
        return shell.Runs(verb.With([id, .. columns.All]), async (session, cancellation) =>
        {
            var search = new SearchId(session.Of(id));
            var front = await session.Api.Get<FrontView>($"{ParetuneApi.PathOf(search)}/front", cancellation);
            var (view, trials) = session.Printer.Format == OutputFormat.Table ? await Read(session, search, cancellation) : (null, []);
            session.Printer.One(front, _ => new Rows(
                SearchTables.Front(
                    front, view?.Optimum?.Trial, columns.Of(session, TrialTable.Titles(front.Trials, front.Objectives))),
                FrontPlot.Of(trials, view?.Optimum?.Trial, PlotWidth, PlotHeight),
                new Text(SearchTables.Optimum(view?.Optimum))));
        });
    }

    private static Verb Best(Shell shell)
    {
        var id = Arguments.Search();
        var rule = new Option<string?>("--rule") { Description = $"{Spelling.OneOf(OptimumRule.Patterns)}. Default: the search's own." };
        (string Key, Option<decimal?> Option)[] limits = [
            .. MetricTable.Default.Limits.Select(metric => (MetricLimit.QueryOf(metric), Limit(metric)))];
        var verb = new Verb(
            "best", "Show the trial that a rule recommends, and why.", "paretune search best ID",
            "paretune search best ID --rule smallest-within:0.5 --max-macs 300000000");
        verb.With(id, rule).With([.. limits.Select(limit => limit.Option)]);
        return shell.Runs(verb, async (session, cancellation) =>
        {
            (string, string?)[] query = [
                ("rule", session.Of(rule)),
                .. limits.Select(limit => (limit.Key, session.Of(limit.Option)?.ToString(CultureInfo.InvariantCulture)))];
            await Best(session, new(session.Of(id)), query, cancellation);
        });
    }

    private static Option<decimal?> Limit(Metric metric) =>
        new(MetricLimit.FlagOf(metric))
        {
            Description = $"Only trials with at {(metric.IsMaximised ? "least" : "most")} this {metric.Help}."
        };

    private static async Task Best(
        Session session, SearchId id, IEnumerable<(string Key, string? Value)> query, CancellationToken cancellation)
    {
        var asked = string.Join(
            '&', query.Where(part => part.Value is not null).Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value!)}"));
        var optimum = await session.Api.Get<Optimum>($"{ParetuneApi.PathOf(id)}/best?{asked}", cancellation);
        var (view, trials) = await Read(session, id, cancellation);
        var best = trials.First(trial => trial.Number == optimum.Trial);
        var document = JsonSerializer.SerializeToNode(optimum, ParetuneJson.Options)!.AsObject();
        document["result"] = JsonSerializer.SerializeToNode(best, ParetuneJson.Options);
        session.Printer.One<JsonObject>(document, _ => new Rows(
            new Text(SearchTables.Optimum(optimum)),
            TrialTable.Of([best], view.Spec.Objectives, optimum.Trial),
            new Text($"model: {session.Api.AddressOf($"{ParetuneApi.PathOf(id)}/trials/{best.Number}/model")}")));
    }
}
