using System.Collections.Immutable;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Searches;

namespace Paretune.Dashboard.Live;

/// <summary>
/// One search as this process follows it, for however many pages watch: a look at all of it, then the events, and with each batch of them a
/// look at the trials they name. What it holds is always what the search grain answered; nothing is computed a second time here.
/// </summary>
public sealed partial class SearchFeed : IAsyncDisposable
{
    // A page need not be newer, and a search that reports a thousand times a second is looked at three times.
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(300), RestAfterFailure = TimeSpan.FromSeconds(2);

    private readonly string _id;
    private readonly SearchCalls _calls;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _gone = new();
    private Task _following;
    private long _seen;
    private TrialsByNumber _trials = TrialsByNumber.Empty;
    private Described? _described;
    private HashSet<int> _front = [];

    private SearchFeed(string id, SearchLook look, SearchCalls calls, TimeProvider clock, ILogger log)
    {
        (_id, _calls, _clock, _log) = (id, calls, clock, log);
        History = new(id, calls, clock, log);
        Take(look, all: true);
        _seen = look.Search.Sequence;
        _following = Task.Run(Follow);
    }

    /// <summary>After each batch, on the feed's own thread, which must not be kept: see <see cref="Watching"/>.</summary>
    internal event Action<FeedBatch>? Changed;

    public SearchView Search { get; private set; } = null!;
    public Dataset Dataset { get; private set; } = null!;

    /// <summary>The trials that were started, by ascending number. A snapshot: what a reader holds does not change.</summary>
    public IReadOnlyList<TrialView> Trials => _trials;

    /// <summary>Where running trials are inside their epoch.</summary>
    public ImmutableDictionary<int, StepProgress> Steps { get; private set; } = ImmutableDictionary<int, StepProgress>.Empty;

    /// <summary>Since when the search has not answered; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>When the newest answer came.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>What is known of the search's past, read from the ledger once somebody looks at it.</summary>
    internal FeedHistory History { get; }

    /// <summary>
    /// About how long the rest takes, as <see cref="TimeLeft"/>; null where there is nothing to say.
    /// </summary>
    public TimeSpan? Left => TimeLeft.Compute(Search, Trials, trial => Steps.GetValueOrDefault(trial));

    /// <summary>What tells its trials apart.</summary>
    public TrialDescription Description
    {
        get
        {
            var (trials, described) = (_trials, _described);
            if (described?.Trials != trials)
                _described = described = new(trials, TrialDescription.From(trials));
            return described.Text;
        }
    }

    public TrialView? Trial(int number) => _trials.Find(number);

    /// <summary>Takes the answer to an action if the search had ended, because its events are no longer followed then.</summary>
    internal void Take(SearchView answer)
    {
        if (Search.EndedAt is null)
            return;
        Search = answer;
        var before = _following;
        if (answer.Sequence > _seen)
            _following = Task.Run(() => FollowAfter(before));
        Tell(new([]));
    }

    /// <exception cref="ApiException">404 or 503.</exception>
    internal static async Task<SearchFeed> Open(
        string id, SearchCalls calls, TimeProvider clock, ILogger log, CancellationToken cancellation)
    {
        var look = await calls.Ask(id, grain => grain.Look(null), cancellation);
        return new(id, look, calls, clock, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await History.DisposeAsync();
        _gone.Dispose();
    }

    private async Task FollowAfter(Task before)
    {
        await before;
        await Follow();
    }

    private async Task Follow()
    {
        while (!_gone.IsCancellationRequested)
        {
            try
            {
                var batch = await _calls.Ask(_id, grain => grain.Events(_seen), _gone.Token);
                // Before the view, so that a reader who sees the search's end finds its history complete.
                History.Take(batch.Entries);
                if (!batch.Entries.IsEmpty)
                    Take(await LookAt(batch.Entries), all: HasMovedAll(batch.Entries));
                _seen = batch.Entries.IsEmpty ? _seen : batch.Entries[^1].Sequence;
                Steps = batch.Progress.ToImmutableDictionary(step => step.Trial.Number);
                (SilentSince, AsOf) = (null, _clock.GetUtcNow());
                Tell(new(batch.Entries));
                if (batch.Ended)
                    return;
                await Task.Delay(Rest, _clock, _gone.Token);
            }
            catch (Exception failure) when (!_gone.IsCancellationRequested)
            {
                LogSilent(failure, _id);
                SilentSince ??= _clock.GetUtcNow();
                Tell(new([]));
                await Task.Delay(RestAfterFailure, _clock, _gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task<SearchLook> LookAt(ImmutableArray<LedgerEntry> entries)
    {
        ImmutableArray<int>? trials = HasMovedAll(entries) ? null
            : [.. entries.Select(TrialOf).OfType<int>().Concat(Compared(entries)).Distinct()];
        return _calls.Ask(_id, grain => grain.Look(trials), _gone.Token);
    }

    /// <summary>A trial that completes may make the places of others on the front less sure.</summary>
    private IEnumerable<int> Compared(ImmutableArray<LedgerEntry> entries) =>
        entries.Any(entry => entry is AttemptEnded { Outcome: AttemptOutcome.Completed } or TrialReused)
            ? _trials.Where(trial => trial.Estimate?.OnFront > 0).Select(trial => trial.Number) : [];

    /// <summary>Pausing, resuming and cancelling change trials without an entry for each trial.</summary>
    private static bool HasMovedAll(ImmutableArray<LedgerEntry> entries) =>
        entries.Any(entry => entry is SearchStateChanged or BudgetSpent or BudgetExtended or ParkedStopped or TrialsRetried
            or SpaceExtended or FrontConfirmed or TrialsStopped or TrialsTagged);

    internal static int? TrialOf(LedgerEntry entry) => entry switch
    {
        TrialAdded added => added.Trial,
        AttemptStarted started => started.Trial,
        EpochReported reported => reported.Report.Trial.Number,
        AttemptEnded ended => ended.Trial,
        TrialTested tested => tested.Result.Trial.Number,
        ParkedDropped dropped => dropped.Trial,
        TrialExtended extended => extended.Trial,
        ReplicateAdded added => added.Trial,
        TrialReused reused => reused.Trial,
        _ => null,
    };

    private void Take(SearchLook look, bool all)
    {
        var trials = all ? new TrialsByNumber([.. look.Trials]) : _trials.With(look.Trials);
        var front = look.Front.ToHashSet();
        HashSet<int> moved = [.. front.Except(_front), .. _front.Except(front)];
        _trials = moved.Count == 0 ? trials : trials.With(
            [
                .. moved.Select(trials.Find).OfType<TrialView>().Select(trial => trial with { OnFront = front.Contains(trial.Number) }),
                .. Fallen(trials, [.. front.Select(trials.Find).OfType<TrialView>()], look.Search.Spec),
            ]);
        _front = front;
        // Last, so that a reader who sees the search's end sees its trials' ends too.
        (Search, Dataset) = (look.Search, look.Dataset);
        AsOf = _clock.GetUtcNow();
    }

    /// <summary>Parked trials that the front has left behind: it only moves away from them.</summary>
    private static IEnumerable<TrialView> Fallen(IReadOnlyList<TrialView> trials, TrialView[] front, SearchSpec spec)
    {
        var objectives = Objectives.From(spec);
        return trials.Where(trial => trial.SoFar && !SoFar.IsOn(front, trial, objectives)).Select(trial => trial with { SoFar = false });
    }

    private void Tell(FeedBatch batch) => Changed?.Invoke(batch);

    [LoggerMessage(LogLevel.Warning, "Search {Search} does not answer; pages show its last known state until it does")]
    private partial void LogSilent(Exception failure, string search);

    private sealed record Described(TrialsByNumber Trials, TrialDescription Text);
}

/// <summary>What happened since the batch before; empty where only steps were made, or nothing could be found out.</summary>
internal readonly record struct FeedBatch(ImmutableArray<LedgerEntry> Entries);
