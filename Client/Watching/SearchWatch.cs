using System.Threading.Channels;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Spectre.Console;

namespace Paretune.Client.Watching;

/// <summary>Watches a search to its end, live at a terminal, otherwise one line per event. Then shows the front and the optimum.</summary>
internal sealed class SearchWatch(ParetuneApi api, Terminal terminal, Printer printer)
{
    private const int PlotWidth = 80, PlotHeight = 12;

    // Four updates per second look live and cost little.
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether to ring the terminal's bell at the end.</summary>
    public bool Signals { get; init; }

    /// <returns><see cref="ExitCode.Done"/> when the search completed.</returns>
    public async Task<ExitCode> Run(SearchId id, CancellationToken cancellation)
    {
        var search = new WatchedSearch(id, terminal.Clock);
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var feed = Channel.CreateUnbounded<FeedItem>();
        var pump = new EventFeed(api, terminal.Clock).Pump(id, feed.Writer, leaving.Token);
        try
        {
            await (terminal.IsLive && printer.Format != OutputFormat.Jsonl
                ? WatchLive(search, feed.Reader) : WatchLines(search, feed.Reader));
        }
        finally
        {
            await leaving.CancelAsync();
            await pump;
        }

        search.Refresh();
        Conclude(search);
        if (Signals && search.View is { EndedAt: not null } ended)
            terminal.Error.Write(EndSignal.Format(ended));
        return search.View?.State == SearchState.Completed ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>Formats how to return to a search later.</summary>
    public static string HowToComeBack(SearchId id, Uri server) =>
        $"the search continues; return to it with: paretune search watch {id} --server {server}";

    private async Task WatchLines(WatchedSearch search, ChannelReader<FeedItem> feed)
    {
        await foreach (var item in feed.ReadAllAsync())
        {
            Take(search, item);
            if (item is FeedItem.OfNotice notice)
                printer.Note(notice.Text);
            else if (item is FeedItem.OfEntry { Entry: var entry })
                Write(search, entry);
        }
    }

    private void Write(WatchedSearch search, LedgerEntry entry)
    {
        if (entry is SearchStarted)
            search.Refresh();
        printer.Note(EventLine.Format(entry, search.View?.Spec));
        if (printer.Format == OutputFormat.Jsonl)
            printer.Line(entry);
    }

    private async Task WatchLive(WatchedSearch search, ChannelReader<FeedItem> feed)
    {
        var console = terminal.ErrorConsole();
        await console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom)
            .StartAsync(async live =>
        {
            while (!feed.Completion.IsCompleted)
            {
                while (feed.TryRead(out var item))
                    Take(search, item);
                search.Refresh();
                live.UpdateTarget(WatchScreen.Create(search, console.Profile.Width, console.Profile.Height));
                await Task.WhenAny(feed.Completion, Task.Delay(Frame, terminal.Clock));
            }
        });
        await feed.Completion;
    }

    private static void Take(WatchedSearch search, FeedItem item)
    {
        switch (item)
        {
            case FeedItem.OfEntry { Entry: var entry }: search.Apply(entry); break;
            case FeedItem.OfStep { Step: var step }: search.Apply(step); break;
            case FeedItem.OfNotice { Text: var text }: search.Notice = text; break;
        }
    }

    private void Conclude(WatchedSearch search)
    {
        // With jsonl, every event was already written as data.
        if (search.View is not { } view || printer.Format == OutputFormat.Jsonl)
            return;
        if (printer.Format == OutputFormat.Json)
            printer.One(SearchDocument.Create(view, search.Trials), _ => Text.Empty);
        else
            printer.One(view, _ => Result(search, view), isPaged: false);
    }

    private static Rows Result(WatchedSearch search, SearchView view)
    {
        var (optimum, measured) = (view.Optimum?.Trial, search.Measured);
        return new(
            SearchTables.Summary(view),
            SearchTables.Front(
                search.Front, TrialTable.Columns(
                    search.Trials, view.Spec.Objectives, optimum, measured, MetricTable.From(view.Spec)), optimum,
                new() { HowToSee = $"see: paretune search front {view.Id} --wide" }, measured.Note()),
            FrontPlot.Create(search.Trials, optimum, PlotWidth, PlotHeight));
    }
}
