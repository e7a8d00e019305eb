using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>
/// One entry of the ledger. The state of a search is the result of applying its entries in order. The event stream sends the same entries,
/// with <see cref="Sequence"/> as the event's id.
/// </summary>
[GenerateSerializer, Immutable, Alias("Paretune.LedgerEntry")]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(SearchStarted), "searchStarted")]
[JsonDerivedType(typeof(SearchStateChanged), "searchStateChanged")]
[JsonDerivedType(typeof(PriorityChanged), "priorityChanged")]
[JsonDerivedType(typeof(TrialAdded), "trialAdded")]
[JsonDerivedType(typeof(AttemptStarted), "attemptStarted")]
[JsonDerivedType(typeof(EpochReported), "epochReported")]
[JsonDerivedType(typeof(AttemptEnded), "attemptEnded")]
[JsonDerivedType(typeof(TrialTested), "trialTested")]
[JsonDerivedType(typeof(OptimumChosen), "optimumChosen")]
[JsonDerivedType(typeof(SpaceCounted), "spaceCounted")]
[JsonDerivedType(typeof(BudgetSpent), "budgetSpent")]
[JsonDerivedType(typeof(ParkedStopped), "parkedStopped")]
[JsonDerivedType(typeof(BudgetExtended), "budgetExtended")]
[JsonDerivedType(typeof(ParkedDropped), "parkedDropped")]
[JsonDerivedType(typeof(SearchEdited), "searchEdited")]
[JsonDerivedType(typeof(TrialsRetried), "trialsRetried")]
[JsonDerivedType(typeof(TrialExtended), "trialExtended")]
[JsonDerivedType(typeof(SpaceExtended), "spaceExtended")]
[JsonDerivedType(typeof(TrialsStopped), "trialsStopped")]
[JsonDerivedType(typeof(TrialsTagged), "trialsTagged")]
[JsonDerivedType(typeof(SearchFinishing), "searchFinishing")]
[JsonDerivedType(typeof(ReplicateAdded), "replicateAdded")]
[JsonDerivedType(typeof(FrontConfirmed), "frontConfirmed")]
[JsonDerivedType(typeof(TrialReused), "trialReused")]
public abstract record LedgerEntry
{
    /// <summary>Position in the search's ledger, from 1, without gaps.</summary>
    [Id(0)] public long Sequence { get; init; }
    [Id(1)] public DateTimeOffset At { get; init; }
}

/// <summary>The first entry: the search as submitted, and what its limits excluded.</summary>
/// <param name="Excluded">Such as "skipped 41 of 245: macs > 300000000"; empty if nothing was excluded.</param>
/// <param name="Owner">The key or user that submitted the search; empty in ledgers from before owners.</param>
/// <param name="Trace">
/// The span in which the search was submitted, as W3C traceparent, for the spans of its attempts to link to; null without tracing.
/// </param>
[GenerateSerializer, Immutable, Alias("Paretune.SearchStarted")]
public sealed record SearchStarted(
    [property: Id(0)] SearchSpec Spec, [property: Id(1)] Dataset Dataset, [property: Id(2)] string Excluded,
    [property: Id(3)] string Owner = "",
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Trace = null) : LedgerEntry
{
    /// <summary>The version of the rules that apply until the search ends, whatever program version continues it.</summary>
    [Id(5)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SearchRules Rules { get; init; }

    /// <summary>The version of the strategy that applies until the search ends; 1 in ledgers that do not state it.</summary>
    [Id(6)]
    public int StrategyVersion { get; init; } = 1;

    /// <summary>The maximum bytes of all parked trials' checkpoints, as configured when the search started; null for no limit.</summary>
    [Id(16)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ParkedBytes { get; init; }

    /// <summary>Whether each silo stores checkpoints where other silos cannot read them.</summary>
    [Id(17)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CheckpointsApart { get; init; }

    /// <summary>The trials of the older search that this one starts from; null if it starts from none.</summary>
    [Id(90)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PriorTrials? Earlier { get; init; }
}

/// <summary>Versions of the rules that decide a search. A search keeps the version it was started with.</summary>
public enum SearchRules
{
    /// <summary>0.1: all trials are added at the start, and initial weights are seeded by the trial's number.</summary>
    TrialsFirst,

    /// <summary>
    /// 0.2: a trial is added when a worker asks for one, and initial weights are seeded by the network and the configuration.
    /// </summary>
    TrialsOnDemand,
}

/// <summary>
/// The size of the search's space, counted when the search is submitted, so that totals and the scale of costs do not change during the
/// search.
/// </summary>
/// <param name="Planned">Trials that the strategy will add if nothing stops it; null if that depends on results.</param>
/// <param name="Count">Configurations within the limits; null if ranges make them uncountable.</param>
/// <param name="Least">
/// The lowest of each cost within the limits; null if a custom trainer counts costs. <paramref name="Most"/> likewise.
/// </param>
/// <param name="MeanMacs">
/// Mean MACs of the configurations within the limits, for ranges over a seeded sample; 0 if a custom trainer counts costs.
/// </param>
/// <param name="Merged">Such as "merged 5 of 6: they build the same network as another configuration"; empty if none were.</param>
[GenerateSerializer, Immutable, Alias("Paretune.SpaceCounted")]
public sealed record SpaceCounted(
    [property: Id(0)] int? Planned, [property: Id(1)] long? Count, [property: Id(2)] Cost? Least, [property: Id(3)] Cost? Most,
    [property: Id(4)] double MeanMacs, [property: Id(5)] string Merged) : LedgerEntry
{
    /// <summary>The total MACs of all trials that the strategy will add; 0 if not known.</summary>
    [Id(6)]
    public double PlannedMacs { get; init; }
}

/// <summary>The strategy has nothing more to run: the trials it parked end as stopped.</summary>
/// <param name="EpochsLeft">The epochs that these trials were not trained for, in total.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ParkedStopped")]
public sealed record ParkedStopped([property: Id(0)] int Trials, [property: Id(1)] long EpochsLeft) : LedgerEntry;

/// <summary>A parked trial is stopped for good, because the checkpoints of all parked trials would exceed their limit.</summary>
/// <param name="Bytes">The estimated size of the trial's checkpoints.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ParkedDropped")]
public sealed record ParkedDropped(
    [property: Id(0)] int Trial, [property: Id(1)] long Bytes, [property: Id(2)] string Reason) : LedgerEntry;

/// <summary>The budget is spent: no trial starts or continues from here on.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.BudgetSpent")]
public sealed record BudgetSpent([property: Id(0)] string Reason) : LedgerEntry;

/// <summary>A user ended the search early: trials that have started run to their end; no other trial starts or continues.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchFinishing")]
public sealed record SearchFinishing : LedgerEntry;

/// <summary>A user raised the budget: trials that the previous budget had stopped may continue.</summary>
/// <param name="Budget">The complete budget from here on.</param>
[GenerateSerializer, Immutable, Alias("Paretune.BudgetExtended")]
public sealed record BudgetExtended([property: Id(0)] Budget Budget) : LedgerEntry
{
    /// <summary>
    /// Whether replicates that the previous budget stopped may run again, as trials may; false in ledgers of earlier versions.
    /// </summary>
    [Id(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RunsAgain { get; init; }
}

/// <summary>
/// A user changed the search's name, note or tags; may come after its end. Each part is the complete new value; null if unchanged.
/// </summary>
/// <param name="Tags">In ascending order.</param>
/// <param name="Note">Empty if the note was removed.</param>
[GenerateSerializer, Immutable, Alias("Paretune.SearchEdited")]
public sealed record SearchEdited(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<string>? Tags,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note) : LedgerEntry;

/// <summary>Failed trials restart from their first epoch; their earlier attempts stay on record. May come after the search's end.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialsRetried")]
public sealed record TrialsRetried([property: Id(0)] ImmutableArray<int> Trials) : LedgerEntry
{
    /// <summary>Trials that keep their training and only repeat their test.</summary>
    [Id(11)]
    public ImmutableArray<int> Tests { get; init; } = [];
}

/// <summary>A user stopped unfinished trials. Their training so far is kept; the attempts of running ones end with later entries.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialsStopped")]
public sealed record TrialsStopped([property: Id(0)] ImmutableArray<int> Trials) : LedgerEntry;

/// <summary>A user added and removed tags, the same ones for each of the trials. May come after the search's end.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialsTagged")]
public sealed record TrialsTagged(
    [property: Id(0)] ImmutableArray<int> Trials, [property: Id(1)] ImmutableArray<string> Added,
    [property: Id(2)] ImmutableArray<string> Removed) : LedgerEntry;

/// <summary>
/// A completed trial is trained further. Until it completes again, it keeps its result and its model. May come after the search's end.
/// </summary>
/// <param name="Epochs">The new total number of epochs.</param>
[GenerateSerializer, Immutable, Alias("Paretune.TrialExtended")]
public sealed record TrialExtended([property: Id(0)] int Trial, [property: Id(1)] int Epochs) : LedgerEntry;

/// <summary>
/// A user extended the space. Trials keep their numbers, and new configurations follow in the order that the strategy draws them. The next
/// entry has the new counts. May come after the search's end.
/// </summary>
/// <param name="Space">The complete space from here on.</param>
/// <param name="Networks">The complete networks from here on.</param>
/// <param name="Excluded">As <see cref="SearchStarted.Excluded"/>, for the complete space.</param>
/// <param name="Version">The version of the rules that determine the new configurations and their numbers.</param>
[GenerateSerializer, Immutable, Alias("Paretune.SpaceExtended")]
public sealed record SpaceExtended(
    [property: Id(0)] Space Space, [property: Id(1)] ImmutableArray<string> Networks, [property: Id(2)] string Excluded,
    [property: Id(3)] int Version) : LedgerEntry;

[GenerateSerializer, Immutable, Alias("Paretune.SearchStateChanged")]
public sealed record SearchStateChanged([property: Id(0)] SearchState State, [property: Id(1)] string Reason) : LedgerEntry;

[GenerateSerializer, Immutable, Alias("Paretune.PriorityChanged")]
public sealed record PriorityChanged([property: Id(0)] int Priority) : LedgerEntry;

/// <param name="Network">Null in ledgers from before searches of several networks; the search's network then applies.</param>
[GenerateSerializer, Immutable, Alias("Paretune.TrialAdded")]
public sealed record TrialAdded(
    [property: Id(0)] int Trial, [property: Id(1)] Configuration Configuration, [property: Id(2)] Cost Cost,
    [property: Id(3)] string? Network = null) : LedgerEntry
{
    /// <summary>
    /// The newest entry that the strategy's choice is based on, if choices are computed in advance; null if it is based on all earlier
    /// entries.
    /// </summary>
    [Id(4)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? From { get; init; }

    /// <summary>Whether a user added the trial while the search was running, instead of the strategy.</summary>
    [Id(80)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByUser { get; init; }
}

[GenerateSerializer, Immutable, Alias("Paretune.AttemptStarted")]
public sealed record AttemptStarted(
    [property: Id(0)] int Trial, [property: Id(1)] int Attempt, [property: Id(2)] LeaseKind Kind, [property: Id(3)] WorkerId Worker,
    [property: Id(4)] int MicroBatchDivisor) : LedgerEntry;

/// <summary>
/// A completed trial runs again with another seed, to estimate how certain its place on the front is. The following attempts belong to this
/// run until one completes it. The trial keeps its own result and model.
/// </summary>
/// <param name="Run">2 for the first replicate; the trial's own training is run 1.</param>
/// <param name="Reason">How certain the trial's place was.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ReplicateAdded")]
public sealed record ReplicateAdded(
    [property: Id(0)] int Trial, [property: Id(1)] int Run, [property: Id(2)] string Reason) : LedgerEntry;

/// <summary>No more replicates run: from here on, the front is computed from the estimated accuracies.</summary>
/// <param name="Trials">The trials that may be on the front.</param>
[GenerateSerializer, Immutable, Alias("Paretune.FrontConfirmed")]
public sealed record FrontConfirmed([property: Id(0)] ImmutableArray<ConfirmedTrial> Trials) : LedgerEntry;

/// <summary>The estimated accuracy of a trial, and the share of posterior draws in which it is on the front.</summary>
/// <param name="Low">Lower end of the 95 % interval; <paramref name="High"/> is the upper end.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ConfirmedTrial")]
public sealed record ConfirmedTrial(
    [property: Id(0)] int Trial, [property: Id(1)] double Mean, [property: Id(2)] double Low, [property: Id(3)] double High,
    [property: Id(4)] double OnFront);

/// <summary>One epoch's report and the decision on it; a repeated report gets the same decision.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.EpochReported")]
public sealed record EpochReported([property: Id(0)] Report Report, [property: Id(1)] Decision Decision) : LedgerEntry;

/// <summary>An attempt ended: why, and the resulting state of its trial.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptEnded")]
public sealed record AttemptEnded(
    [property: Id(0)] int Trial, [property: Id(1)] int Attempt, [property: Id(2)] AttemptOutcome Outcome,
    [property: Id(3)] TrialState State, [property: Id(4)] string Reason) : LedgerEntry
{
    /// <summary>
    /// A hash of everything that the result of a completed training depends on, equal across searches for equal trainings; null if not all
    /// of that is known.
    /// </summary>
    [Id(85)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Result { get; init; }
}

[GenerateSerializer, Immutable, Alias("Paretune.TrialTested")]
public sealed record TrialTested([property: Id(0)] TestResult Result) : LedgerEntry;

/// <summary>The recommendation at the end of the search; trial 0 if no trial qualifies.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.OptimumChosen")]
public sealed record OptimumChosen(
    [property: Id(0)] int Trial, [property: Id(1)] string Rule, [property: Id(2)] string Reason) : LedgerEntry
{
    /// <summary>The version of the rules that chose; 0 from before rules had versions.</summary>
    [Id(20), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Version { get; init; }
}

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    Completed,
    Stopped,
    Paused,
    Diverged,
    OutOfMemory,
    Threw,
    Preempted,
    NodeLost,
    Cancelled,

    /// <summary>The strategy parked the trial, which may continue later.</summary>
    Parked,
}
