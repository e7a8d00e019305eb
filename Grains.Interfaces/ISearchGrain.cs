using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// The coordinator of one search; its key is the search's id. Every call may be repeated: a repeat gets the recorded answer.
/// An answer is given only after the ledger holds what it promises.
/// </summary>
[Alias("Paretune.ISearchGrain")]
public interface ISearchGrain : IGrainWithStringKey
{
    /// <summary>Starts the search; once started, a repeat with the same spec changes nothing.</summary>
    /// <param name="owner">Name of the key or user that may change it later on.</param>
    [Alias("Start")]
    Task<SearchView> Start(SearchSpec spec, Dataset dataset, string owner);

    /// <summary>The same for a search that knows of an older one's trials; null where it starts from none.</summary>
    [Alias("StartFrom")]
    Task<SearchView> StartFrom(SearchSpec spec, Dataset dataset, string owner, EarlierTrials? earlier);

    /// <summary>The next attempt for this worker, or null when nothing waits.</summary>
    [Alias("Lease")]
    Task<Lease?> Lease(WorkerId worker);

    /// <summary>
    /// The same for a program outside of the cluster, which trains the trials of a search with an external trainer. Null also when the
    /// search does not exist.
    /// </summary>
    /// <exception cref="InvalidOperationException">Workers of the cluster train this search; the message says what to do.</exception>
    [Alias("LeaseToProgram")]
    Task<Lease?> LeaseToProgram(WorkerId worker);

    /// <summary><see cref="Judge"/> for such a program, whose trials have no grain; null when the search does not exist.</summary>
    /// <inheritdoc cref="LeaseToProgram" path="/exception"/>
    /// <exception cref="ArgumentException">A metric is none of the search's, or out of its bounds; the message says which.</exception>
    [Alias("JudgeProgram")]
    Task<Decision?> JudgeProgram(Signal signal);

    /// <summary>
    /// Takes a signal of an attempt and answers with the decision. A <see cref="StepProgress"/> only renews the lease; since 0.2 those come
    /// by <see cref="Renew"/>.
    /// </summary>
    [Alias("Judge")]
    Task<Decision> Judge(Signal signal);

    /// <summary>
    /// Renews the leases of the attempts that run on one silo. Answers with the decisions on them other than to continue: at once where
    /// there are any, else with the first to come or, after <paramref name="wait"/>, with none.
    /// </summary>
    [Alias("Renew")]
    Task<ImmutableArray<AttemptDecision>> Renew(ImmutableArray<LeaseRenewal> renewals, TimeSpan wait);

    /// <summary>The search, or null if no search has this id, as in the other methods.</summary>
    [Alias("Show")]
    Task<SearchView?> Show();

    [Alias("Trials")]
    Task<ImmutableArray<TrialView>?> Trials();

    /// <summary>
    /// The search with its front and some of its trials, all at one moment: the state from which a page can follow the events.
    /// </summary>
    /// <param name="trials">Numbers; null for all of them. Those the search does not have are left out.</param>
    [Alias("Look")]
    Task<SearchLook?> Look(ImmutableArray<int>? trials);

    /// <summary>One trial; null when the search or the trial does not exist.</summary>
    [Alias("Trial")]
    Task<TrialView?> Trial(int number);

    /// <summary>One trial with its curve and attempts; null when the search or the trial does not exist.</summary>
    [Alias("Detail")]
    Task<TrialDetail?> Detail(int number);

    /// <summary>The curves of some trials, as they are now; null when the search does not exist. Trials without a report are left
    /// out.</summary>
    [Alias("Curves")]
    Task<ImmutableArray<TrialCurve>?> Curves(ImmutableArray<int> trials);

    /// <summary>The attempts that failed last, newest first; twenty at most.</summary>
    [Alias("Failures")]
    Task<ImmutableArray<FailureView>?> Failures();

    /// <summary>The notifications that the search has ended, the oldest first; empty if there are none.</summary>
    [Alias("Notifications")]
    Task<ImmutableArray<NotificationView>?> Notifications();

    /// <summary>Whether this worker's attempt still runs.</summary>
    [Alias("Holds")]
    Task<bool> Holds(WorkerId worker);

    /// <summary>What the queue needs to know about the search; null also for external searches.</summary>
    [Alias("Share")]
    Task<SearchShare?> Share();

    [Alias("Front")]
    Task<FrontView?> Front();

    /// <summary>What <paramref name="rule"/> recommends among trials within <paramref name="limits"/>; null when none qualifies.</summary>
    /// <param name="rule">As in the search file; null for the search's own.</param>
    /// <exception cref="ArgumentException">The rule is not known; the message says which are.</exception>
    [Alias("Best")]
    Task<Optimum?> Best(string? rule, Limits limits);

    /// <summary>
    /// Running trials keep their checkpoint and free their device; null if the search does not exist, as in the other methods.
    /// </summary>
    /// <exception cref="InvalidOperationException">The search has ended; the message says how.</exception>
    [Alias("Pause")]
    Task<SearchView?> Pause();

    /// <inheritdoc cref="Pause"/>
    [Alias("Resume")]
    Task<SearchView?> Resume();

    /// <inheritdoc cref="Pause"/>
    [Alias("Cancel")]
    Task<SearchView?> Cancel();

    /// <summary>
    /// Ends the search early as if it had nothing more to try: trials that have started run to their end, then the front is tested and the
    /// optimum chosen. Null when the search does not exist.
    /// </summary>
    /// <exception cref="InvalidOperationException">The search has ended; the message says how.</exception>
    [Alias("Finish")]
    Task<SearchView?> Finish();

    /// <inheritdoc cref="Pause"/>
    [Alias("Prioritise")]
    Task<SearchView?> Prioritise(int priority);

    /// <summary>
    /// Lets the search spend more; one that has ended is reopened, and trials that its budget had stopped may continue. Null if the search
    /// does not exist.
    /// </summary>
    /// <param name="budget">Its parts replace those of the search's budget; parts that are null stay.</param>
    /// <exception cref="InvalidOperationException">It cannot be extended so; the message says why and what to do.</exception>
    [Alias("Extend")]
    Task<SearchView?> Extend(Budget budget);

    /// <summary>
    /// Lets the search try more, in a search that has ended too, which is open again then. Null when the search does not exist.
    /// </summary>
    /// <param name="space">The whole of it, with all that the search tries already.</param>
    /// <param name="networks">Of the search.</param>
    /// <exception cref="InvalidOperationException">It cannot be extended so; the message says why and what to do.</exception>
    [Alias("ExtendSpace")]
    Task<SearchView?> ExtendSpace(Space space, ImmutableArray<string> networks);

    /// <summary>Calls the search otherwise, whatever its state; null when it does not exist.</summary>
    /// <exception cref="InvalidOperationException">It would have too many tags; the message says how many it may have.</exception>
    [Alias("Edit")]
    Task<SearchView?> Edit(SearchEdit edit);

    /// <summary>Stops trials that are not over; what they were trained for stays. Null when the search does not exist.</summary>
    /// <exception cref="InvalidOperationException">One of them is over, or the search is; the message says which.</exception>
    [Alias("StopTrials")]
    Task<SearchView?> StopTrials(ImmutableArray<int> trials);

    /// <summary>Tags trials otherwise, in a search that has ended too; null when it does not exist.</summary>
    /// <exception cref="InvalidOperationException">One of them would have too many tags, or does not exist.</exception>
    [Alias("TagTrials")]
    Task<SearchView?> TagTrials(ImmutableArray<int> trials, ImmutableArray<string> add, ImmutableArray<string> remove);

    /// <summary>
    /// Begins trials anew that failed or were stopped by a user, in a search that has ended too, which is open again then. Null when it
    /// does not exist.
    /// </summary>
    /// <param name="trials">Their numbers; empty for all that failed or ran out of memory.</param>
    /// <exception cref="InvalidOperationException">They cannot be restarted; the message says why and what to do.</exception>
    [Alias("Retry")]
    Task<SearchView?> Retry(ImmutableArray<int> trials);

    /// <summary>
    /// Trains a completed trial further, in a search that has ended too, which is open again then. Null when the search does not exist.
    /// </summary>
    /// <param name="epochs">More than it has.</param>
    /// <exception cref="InvalidOperationException">It cannot be trained further; the message says why and what to do.</exception>
    [Alias("ExtendTrial")]
    Task<SearchView?> ExtendTrial(int trial, int epochs);

    /// <summary>
    /// Adds configurations to a search whose strategy is <c>manual</c>, each once: those that a trial has already are answered with its
    /// number. Null when the search does not exist.
    /// </summary>
    /// <param name="given">Within the search's space.</param>
    /// <exception cref="InvalidOperationException">It takes no trials; the message says why and what to do.</exception>
    [Alias("AddTrials")]
    Task<AddedTrials?> AddTrials(ImmutableArray<GivenTrial> given);

    /// <summary>Puts a search that has ended away, or takes it back into the lists; null when the search does not exist.</summary>
    /// <exception cref="InvalidOperationException">The search has not ended; the message says what to do.</exception>
    [Alias("Archive")]
    Task<SearchView?> Archive(bool archived);

    /// <summary>
    /// Deletes a search that has ended, for good: from the answer on no search has this id. Its entries and its trials' files are erased
    /// afterwards. Answers with the search as it was; null when it does not exist.
    /// </summary>
    /// <exception cref="InvalidOperationException">The search has not ended; the message says what to do.</exception>
    [Alias("Delete")]
    Task<SearchView?> Delete();

    /// <summary>
    /// Ledger entries after <paramref name="after"/>, waiting up to a few seconds for the first, and the latest step of each running trial.
    /// Null when the search does not exist.
    /// </summary>
    [Alias("Events")]
    Task<EventBatch?> Events(long after);
}

/// <summary>Whose turn a search shares, how urgent it is, and the attempts that run.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchShare")]
public sealed record SearchShare(
    [property: Id(0)] string Owner, [property: Id(1)] int Priority, [property: Id(2)] ImmutableArray<RunningAttempt> Running);

[GenerateSerializer, Immutable, Alias("Paretune.RunningAttempt")]
public sealed record RunningAttempt([property: Id(0)] TrialId Trial, [property: Id(1)] WorkerId Worker);

/// <summary>
/// Entries in order, and the steps of running trials (never kept, may be empty). <see cref="Ended"/>: no entry will follow.
/// </summary>
[GenerateSerializer, Immutable, Alias("Paretune.EventBatch")]
public sealed record EventBatch(
    [property: Id(0)] ImmutableArray<LedgerEntry> Entries, [property: Id(1)] ImmutableArray<StepProgress> Progress,
    [property: Id(2)] bool Ended);

/// <summary>One epoch of a curve.</summary>
/// <param name="TrainLoss">NaN where the entry was read for the search's state alone.</param>
[GenerateSerializer, Immutable, Alias("Paretune.CurvePoint")]
public readonly record struct CurvePoint(
    [property: Id(0)] double TrainLoss, [property: Id(1)] double ValidationLoss, [property: Id(2)] double Accuracy);

/// <summary>The accuracy of a trial after each epoch.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialCurve")]
public sealed record TrialCurve([property: Id(0)] int Trial, [property: Id(1)] ImmutableArray<CurvePoint> Points);
