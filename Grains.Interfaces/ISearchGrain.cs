using System.Collections.Immutable;

namespace Paretune;

/// <summary>
/// The coordinator of one search; the grain key is the search's id. Every call may be repeated: a repeat returns the recorded answer. A
/// call returns only after its entries are in the ledger.
/// </summary>
[Alias("Paretune.ISearchGrain")]
public interface ISearchGrain : IGrainWithStringKey
{
    /// <summary>Starts the search. Once it has started, repeating the call with the same spec changes nothing.</summary>
    /// <param name="owner">The name of the key or user that may change the search later.</param>
    [Alias("Start")]
    Task<SearchView> Start(SearchSpec spec, Dataset dataset, string owner);

    /// <summary>Starts the search with the trials of an older search; null if it starts without any.</summary>
    [Alias("StartFrom")]
    Task<SearchView> StartFrom(SearchSpec spec, Dataset dataset, string owner, PriorTrials? earlier);

    /// <summary>Leases the next attempt to a worker; null if no trial is waiting.</summary>
    [Alias("Lease")]
    Task<Lease?> Lease(WorkerId worker);

    /// <summary>
    /// Leases the next attempt of a search with an external trainer to a program outside the cluster. Also null if the search does not
    /// exist.
    /// </summary>
    /// <exception cref="InvalidOperationException">Workers of the cluster train this search; the message says what to do.</exception>
    [Alias("LeaseToProgram")]
    Task<Lease?> LeaseToProgram(WorkerId worker);

    /// <summary>
    /// <see cref="Judge"/> for a program outside the cluster, whose trials have no grain; null if the search does not exist.
    /// </summary>
    /// <inheritdoc cref="LeaseToProgram" path="/exception"/>
    /// <exception cref="ArgumentException">
    /// A metric is not one of the search's, or is out of its bounds; the message says which.
    /// </exception>
    [Alias("JudgeProgram")]
    Task<Decision?> JudgeProgram(Signal signal);

    /// <summary>
    /// Handles an attempt's signal and returns the decision. A <see cref="StepProgress"/> only renews the lease; since 0.2, steps arrive
    /// through <see cref="Renew"/>.
    /// </summary>
    [Alias("Judge")]
    Task<Decision> Judge(Signal signal);

    /// <summary>
    /// Renews the leases of the attempts on one silo and returns their decisions other than to continue. Returns immediately if there are
    /// any, otherwise with the first one or, after <paramref name="wait"/>, with none.
    /// </summary>
    [Alias("Renew")]
    Task<ImmutableArray<AttemptDecision>> Renew(ImmutableArray<LeaseRenewal> renewals, TimeSpan wait);

    /// <summary>Returns the search; null if no search has this id, as in the other methods.</summary>
    [Alias("Show")]
    Task<SearchView?> Show();

    [Alias("Trials")]
    Task<ImmutableArray<TrialView>?> Trials();

    /// <summary>
    /// Returns the search with its front and some of its trials, all at one moment. A page can follow the events from this state.
    /// </summary>
    /// <param name="trials">Trial numbers; null for all trials. Unknown numbers are ignored.</param>
    [Alias("Look")]
    Task<SearchSnapshot?> Look(ImmutableArray<int>? trials);

    /// <summary>Returns one trial; null if the search or the trial does not exist.</summary>
    [Alias("Trial")]
    Task<TrialView?> Trial(int number);

    /// <summary>Returns one trial with its curve and attempts; null if the search or the trial does not exist.</summary>
    [Alias("Detail")]
    Task<TrialDetail?> Detail(int number);

    /// <summary>
    /// Returns the curves of some trials so far; null if the search does not exist. Trials without a report are left out.
    /// </summary>
    [Alias("Curves")]
    Task<ImmutableArray<TrialCurve>?> Curves(ImmutableArray<int> trials);

    /// <summary>Returns the last attempts that failed, newest first; at most twenty.</summary>
    [Alias("Failures")]
    Task<ImmutableArray<FailureView>?> Failures();

    /// <summary>Returns the notifications of the search's end, oldest first; empty if there are none.</summary>
    [Alias("Notifications")]
    Task<ImmutableArray<NotificationView>?> Notifications();

    /// <summary>Returns whether this worker's attempt is still running.</summary>
    [Alias("Holds")]
    Task<bool> Holds(WorkerId worker);

    /// <summary>Returns what the queue needs to know about the search; also null for external searches.</summary>
    [Alias("Share")]
    Task<SearchShare?> Share();

    [Alias("Front")]
    Task<FrontView?> Front();

    /// <summary>
    /// Returns the recommendation of <paramref name="rule"/> among trials within <paramref name="limits"/>; null if none qualifies.
    /// </summary>
    /// <param name="rule">The name of the rule as in the search file; null for the search's own rule.</param>
    /// <exception cref="ArgumentException">The rule is unknown; the message lists the known ones.</exception>
    [Alias("Best")]
    Task<Optimum?> Best(string? rule, Limits limits);

    /// <summary>
    /// Pauses the search: running trials keep their checkpoints and release their devices. Null if the search does not exist.
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
    /// Ends the search early: trials that have started run to their end, then the front is tested and the optimum chosen. Null if the
    /// search does not exist.
    /// </summary>
    /// <exception cref="InvalidOperationException">The search has ended; the message says how.</exception>
    [Alias("Finish")]
    Task<SearchView?> Finish();

    /// <inheritdoc cref="Pause"/>
    [Alias("Prioritise")]
    Task<SearchView?> Prioritise(int priority);

    /// <summary>
    /// Raises the search's budget. One that has completed or failed is reopened, and trials that the budget had stopped may continue.
    /// Null if the search does not exist.
    /// </summary>
    /// <param name="budget">The parts that are set replace those of the search's budget; null parts are unchanged.</param>
    /// <exception cref="InvalidOperationException">
    /// The budget cannot be extended in this way; the message says why and what to do.
    /// </exception>
    [Alias("Extend")]
    Task<SearchView?> Extend(Budget budget);

    /// <summary>Extends the space of the search. One that has completed or failed is reopened. Null if the search does not exist.</summary>
    /// <param name="space">The complete new space, which must include everything that the search tries already.</param>
    /// <param name="networks">The complete networks of the search.</param>
    /// <exception cref="InvalidOperationException">
    /// The space cannot be extended in this way; the message says why and what to do.
    /// </exception>
    [Alias("ExtendSpace")]
    Task<SearchView?> ExtendSpace(Space space, ImmutableArray<string> networks);

    /// <summary>Changes the name, note or tags of the search, in any state; null if the search does not exist.</summary>
    /// <exception cref="InvalidOperationException">The search would have too many tags; the message gives the maximum.</exception>
    [Alias("Edit")]
    Task<SearchView?> Edit(SearchEdit edit);

    /// <summary>Stops trials that are not over; their training so far is kept. Null if the search does not exist.</summary>
    /// <exception cref="InvalidOperationException">A trial or the search is already over; the message says which.</exception>
    [Alias("StopTrials")]
    Task<SearchView?> StopTrials(ImmutableArray<int> trials);

    /// <summary>Adds and removes tags of trials, also after the search has ended; null if the search does not exist.</summary>
    /// <exception cref="InvalidOperationException">A trial does not exist or would have too many tags.</exception>
    [Alias("TagTrials")]
    Task<SearchView?> TagTrials(ImmutableArray<int> trials, ImmutableArray<string> add, ImmutableArray<string> remove);

    /// <summary>
    /// Restarts trials that failed or were stopped by a user. A search that has completed or failed is reopened. Null if the search does
    /// not exist.
    /// </summary>
    /// <param name="trials">Trial numbers; empty for all trials that failed or ran out of memory.</param>
    /// <exception cref="InvalidOperationException">The trials cannot be restarted; the message says why and what to do.</exception>
    [Alias("Retry")]
    Task<SearchView?> Retry(ImmutableArray<int> trials);

    /// <summary>
    /// Trains a completed trial for more epochs. A search that has completed or failed is reopened. Null if the search does not exist.
    /// </summary>
    /// <param name="epochs">The number of additional epochs.</param>
    /// <exception cref="InvalidOperationException">The trial cannot be trained further; the message says why and what to do.</exception>
    [Alias("ExtendTrial")]
    Task<SearchView?> ExtendTrial(int trial, int epochs);

    /// <summary>
    /// Adds configurations to a search whose strategy is <c>manual</c>. For a configuration that a trial already has, returns that trial's
    /// number. Null if the search does not exist.
    /// </summary>
    /// <param name="given">Configurations within the search's space.</param>
    /// <exception cref="InvalidOperationException">The search accepts no trials; the message says why and what to do.</exception>
    [Alias("AddTrials")]
    Task<AddedTrials?> AddTrials(ImmutableArray<GivenTrial> given);

    /// <summary>Archives a search that has ended, or restores it to the lists; null if the search does not exist.</summary>
    /// <exception cref="InvalidOperationException">The search has not ended; the message says what to do.</exception>
    [Alias("Archive")]
    Task<SearchView?> Archive(bool archived);

    /// <summary>
    /// Deletes a search that has ended, permanently: once the call returns, no search has this id. Its entries and its trials' files are
    /// erased afterwards. Returns the search as it was; null if it does not exist.
    /// </summary>
    /// <exception cref="InvalidOperationException">The search has not ended; the message says what to do.</exception>
    [Alias("Delete")]
    Task<SearchView?> Delete();

    /// <summary>
    /// Returns the ledger entries after <paramref name="after"/>, waiting up to a few seconds for the first one, and the latest step of
    /// each running trial. Null if the search does not exist.
    /// </summary>
    [Alias("Events")]
    Task<EventBatch?> Events(long after);
}

/// <summary>The search's owner and priority, as the queue shares workers by them, and its running attempts.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchShare")]
public sealed record SearchShare(
    [property: Id(0)] string Owner, [property: Id(1)] int Priority, [property: Id(2)] ImmutableArray<RunningAttempt> Running);

[GenerateSerializer, Immutable, Alias("Paretune.RunningAttempt")]
public sealed record RunningAttempt([property: Id(0)] TrialId Trial, [property: Id(1)] WorkerId Worker);

/// <summary>
/// Ledger entries in order, and the latest steps of running trials (never stored, may be empty). If <see cref="Ended"/>, no entry will
/// follow.
/// </summary>
[GenerateSerializer, Immutable, Alias("Paretune.EventBatch")]
public sealed record EventBatch(
    [property: Id(0)] ImmutableArray<LedgerEntry> Entries, [property: Id(1)] ImmutableArray<StepProgress> Progress,
    [property: Id(2)] bool Ended);

/// <summary>One epoch of a curve.</summary>
/// <param name="TrainLoss">NaN if the entry was read only for the search's state.</param>
[GenerateSerializer, Immutable, Alias("Paretune.CurvePoint")]
public readonly record struct CurvePoint(
    [property: Id(0)] double TrainLoss, [property: Id(1)] double ValidationLoss, [property: Id(2)] double Accuracy);

/// <summary>The accuracy of a trial after each epoch.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialCurve")]
public sealed record TrialCurve([property: Id(0)] int Trial, [property: Id(1)] ImmutableArray<CurvePoint> Points);
