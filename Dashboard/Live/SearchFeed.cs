using System.Collections.Immutable;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Searches;

namespace Paretune.Dashboard.Live;

/// <summary>
/// One search as this process follows it, shared by all pages that watch it: a snapshot of the search, then its events, and after each
/// batch of events a snapshot of the trials in it. All state comes from the search grain's answers; nothing is computed here again.
/// </summary>
public sealed partial class SearchFeed : IAsyncDisposable
{
    // Often enough for a page, and bounds the calls to a search that reports a thousand times a second to about three per second.
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

    private SearchFeed(string id, SearchSnapshot look, SearchCalls calls, TimeProvider clock, ILogger log)
    {
        (_id, _calls, _clock, _log) = (id, calls, clock, log);
        History = new(id, calls, clock, log);
        Take(look, all: true);
        _seen = look.Search.Sequence;
        _following = Task.Run(Follow);
    }

    /// <summary>Raised after each batch on the feed's own thread, which handlers must not block: see <see cref="Watching"/>.</summary>
    internal event Action<FeedBatch>? Changed;

    public SearchView Search { get; private set; } = null!;
    public Dataset Dataset { get; private set; } = null!;

    /// <summary>The trials that were started, in ascending order. A snapshot: a list that a reader holds never changes.</summary>
    public IReadOnlyList<TrialView> Trials => _trials;

    /// <summary>The steps of running trials inside their epochs.</summary>
    public ImmutableDictionary<int, StepProgress> Steps { get; private set; } = ImmutableDictionary<int, StepProgress>.Empty;

    /// <summary>Since when the search has not answered; null if it does.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>When the newest answer arrived.</summary>
    public DateTimeOffset AsOf { get; private set; }

    /// <summary>The search's past, read from the ledger once a page needs it.</summary>
    internal FeedHistory History { get; }

    /// <summary>The estimated time left, as in <see cref="TimeLeft"/>; null if there is no estimate.</summary>
    public TimeSpan? Left => TimeLeft.Compute(Search, Trials, trial => Steps.GetValueOrDefault(trial));

    /// <summary>Describes trials by what differs between them.</summary>
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

    /// <summary>Applies the answer to an action if the search had ended, because its events are then no longer followed.</summary>
    internal void Take(SearchView answer)
    {
        if (Search.EndedAt is null)
            return;
        Search = answer;
        var before = _following;
        if (answer.Sequence > _seen)
            _following = Task.Run(() => FollowAfter(before));
        Publish(new([]));
    }

    /// <summary>
    /// Asks the search again if it had ended, because it may have been changed since, and follows its events if there are newer ones.
    /// </summary>
    /// <exception cref="ApiException">404: the search was deleted; 503.</exception>
    internal async Task Renew()
    {
        if (Search.EndedAt is not null)
            Take(await _calls.Ask(_id, grain => grain.Show(), _gone.Token));
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
                Publish(new(batch.Entries));
                if (batch.Ended)
                    return;
                await Task.Delay(Rest, _clock, _gone.Token);
            }
            catch (Exception failure) when (!_gone.IsCancellationRequested)
            {
                LogSilent(failure, _id);
                SilentSince ??= _clock.GetUtcNow();
                Publish(new([]));
                await Task.Delay(RestAfterFailure, _clock, _gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private Task<SearchSnapshot> LookAt(ImmutableArray<LedgerEntry> entries)
    {
        ImmutableArray<int>? trials = HasMovedAll(entries) ? null
            : [.. entries.Select(TrialOf).OfType<int>().Concat(Compared(entries)).Distinct()];
        return _calls.Ask(_id, grain => grain.Look(trials), _gone.Token);
    }

    /// <summary>
    /// Returns the trials to look at again, because a completed trial may change how certain other places on the front are.
    /// </summary>
    private IEnumerable<int> Compared(ImmutableArray<LedgerEntry> entries) =>
        entries.Any(entry => entry is AttemptEnded { Outcome: AttemptOutcome.Completed } or TrialReused)
            ? _trials.Where(trial => trial.Estimate?.OnFront > 0).Select(trial => trial.Number) : [];

    /// <summary>
    /// Returns whether all trials must be read again: pausing, resuming and cancelling change trials without an entry per trial.
    /// </summary>
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

    private void Take(SearchSnapshot look, bool all)
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
        // Last, so that a reader who sees the search's end also sees its trials' ends.
        (Search, Dataset) = (look.Search, look.Dataset);
        AsOf = _clock.GetUtcNow();
    }

    /// <summary>Returns parked trials that the front now dominates. This cannot be undone, because the front only improves.</summary>
    private static IEnumerable<TrialView> Fallen(IReadOnlyList<TrialView> trials, TrialView[] front, SearchSpec spec)
    {
        var objectives = Objectives.From(spec);
        return trials.Where(trial => trial.SoFar && !SoFar.IsOn(front, trial, objectives)).Select(trial => trial with { SoFar = false });
    }

    private void Publish(FeedBatch batch) => Changed?.Invoke(batch);

    [LoggerMessage(LogLevel.Warning, "Search {Search} does not answer; pages show its last known state until it does")]
    private partial void LogSilent(Exception failure, string search);

    private sealed record Described(TrialsByNumber Trials, TrialDescription Text);
}

/// <summary>The entries since the previous batch; empty if there were only steps, or if the search did not answer.</summary>
internal readonly record struct FeedBatch(ImmutableArray<LedgerEntry> Entries);
