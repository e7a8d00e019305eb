using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>
/// One line of the ledger. A search is the sum of its entries; they are also what the event stream carries, where
/// <see cref="Sequence"/> is the event's id.
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
    /// <summary>Position in its search, from 1, without gaps.</summary>
    [Id(0)] public long Sequence { get; init; }
    [Id(1)] public DateTimeOffset At { get; init; }
}

/// <summary>The first entry: the search as submitted and what its limits excluded.</summary>
/// <param name="Excluded">Such as "excluded: 41 of 245, because macs > 300000000"; empty when nothing was.</param>
/// <param name="Owner">Name of the key or user that submitted it; empty in ledgers written before there were any.</param>
/// <param name="Trace">The span it was submitted in, as W3C's traceparent, so that attempts can name it; null where nothing was
/// traced.</param>
[GenerateSerializer, Immutable, Alias("Paretune.SearchStarted")]
public sealed record SearchStarted(
    [property: Id(0)] SearchSpec Spec, [property: Id(1)] Dataset Dataset, [property: Id(2)] string Excluded,
    [property: Id(3)] string Owner = "",
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Trace = null) : LedgerEntry
{
    /// <summary>The rules that decide the search to its end, whatever version of the program continues it.</summary>
    [Id(5)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SearchRules Rules { get; init; }

    /// <summary>The version of its strategy that decides the search to its end; 1 in ledgers that do not say.</summary>
    [Id(6)]
    public int StrategyVersion { get; init; } = 1;

    /// <summary>Bytes that the checkpoints of its parked trials may take together, as the cluster was set then; null for any.</summary>
    [Id(16)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? ParkedBytes { get; init; }

    /// <summary>Whether each silo keeps checkpoints where no other can read them.</summary>
    [Id(17)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CheckpointsApart { get; init; }

    /// <summary>What it knows about the search it starts from; null if it starts from none.</summary>
    [Id(90)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EarlierTrials? Earlier { get; init; }
}

/// <summary>Versions of what decides a search. A search keeps the version it was started with.</summary>
public enum SearchRules
{
    /// <summary>0.1: every trial is added at the start, and weights are seeded by its number.</summary>
    TrialsFirst,

    /// <summary>0.2: a trial is added when a worker asks for it, and weights are seeded by what it trains.</summary>
    TrialsOnDemand,
}

/// <summary>
/// What the search may try, counted when it is submitted, so that totals and the scale of costs do not move with what has been tried so
/// far.
/// </summary>
/// <param name="Planned">Trials that the strategy will add, as far as nothing stops it; null where it decides as it goes.</param>
/// <param name="Count">Configurations of the space within the limits; null where ranges make them countless.</param>
/// <param name="Least">The least of each cost within the limits; null where a custom trainer counts. Likewise
/// <paramref name="Most"/>.</param>
/// <param name="MeanMacs">Of the configurations within the limits; of ranges, over a seeded sample. 0 where a custom trainer
/// counts.</param>
/// <param name="Merged">Such as "merged: 5 of 6 build a network that is there already"; empty if none were.</param>
[GenerateSerializer, Immutable, Alias("Paretune.SpaceCounted")]
public sealed record SpaceCounted(
    [property: Id(0)] int? Planned, [property: Id(1)] long? Count, [property: Id(2)] Cost? Least, [property: Id(3)] Cost? Most,
    [property: Id(4)] double MeanMacs, [property: Id(5)] string Merged) : LedgerEntry
{
    /// <summary>Of all trials that the strategy will add; 0 where it does not know.</summary>
    [Id(6)]
    public double PlannedMacs { get; init; }
}

/// <summary>The strategy has nothing more: the trials that it parked end as they are, as stopped.</summary>
/// <param name="EpochsLeft">Epochs that they did not train, together.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ParkedStopped")]
public sealed record ParkedStopped([property: Id(0)] int Trials, [property: Id(1)] long EpochsLeft) : LedgerEntry;

/// <summary>
/// A parked trial is stopped although it might have gone on: with it the checkpoints of parked trials would take more than they may.
/// </summary>
/// <param name="Bytes">That its checkpoints are estimated to take.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ParkedDropped")]
public sealed record ParkedDropped(
    [property: Id(0)] int Trial, [property: Id(1)] long Bytes, [property: Id(2)] string Reason) : LedgerEntry;

/// <summary>The search has spent its budget: no trial starts or continues from here.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.BudgetSpent")]
public sealed record BudgetSpent([property: Id(0)] string Reason) : LedgerEntry;

/// <summary>A user ended the search early: trials that have started run to their end, and no other trial starts or resumes.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.SearchFinishing")]
public sealed record SearchFinishing : LedgerEntry;

/// <summary>The search may spend more: trials that the earlier budget had stopped may continue.</summary>
/// <param name="Budget">The whole of it from here on.</param>
[GenerateSerializer, Immutable, Alias("Paretune.BudgetExtended")]
public sealed record BudgetExtended([property: Id(0)] Budget Budget) : LedgerEntry;

/// <summary>The search is called otherwise. May follow its end. Each part is the whole of it from here on; null where it stays.</summary>
/// <param name="Tags">In ascending order.</param>
/// <param name="Note">Empty where it was removed.</param>
[GenerateSerializer, Immutable, Alias("Paretune.SearchEdited")]
public sealed record SearchEdited(
    [property: Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<string>? Tags,
    [property: Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note) : LedgerEntry;

/// <summary>Failed trials restart from their first epoch; their earlier attempts stay on record. May follow the search's
/// end.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialsRetried")]
public sealed record TrialsRetried([property: Id(0)] ImmutableArray<int> Trials) : LedgerEntry
{
    /// <summary>Trials that keep their training, and whose test alone is repeated.</summary>
    [Id(11)]
    public ImmutableArray<int> Tests { get; init; } = [];
}

/// <summary>
/// A user stopped unfinished trials. Their training so far is kept; running ones end with the entries after this one.
/// </summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialsStopped")]
public sealed record TrialsStopped([property: Id(0)] ImmutableArray<int> Trials) : LedgerEntry;

/// <summary>Trials have other tags, each of them the same ones more and less. May follow the search's end.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.TrialsTagged")]
public sealed record TrialsTagged(
    [property: Id(0)] ImmutableArray<int> Trials, [property: Id(1)] ImmutableArray<string> Added,
    [property: Id(2)] ImmutableArray<string> Removed) : LedgerEntry;

/// <summary>
/// A trial that has completed is trained further. Until it completes again, its result and its model are those it had. May follow the
/// search's end.
/// </summary>
/// <param name="Epochs">In all, from its first epoch on.</param>
[GenerateSerializer, Immutable, Alias("Paretune.TrialExtended")]
public sealed record TrialExtended([property: Id(0)] int Trial, [property: Id(1)] int Epochs) : LedgerEntry;

/// <summary>
/// The search may try more. Trials keep their numbers, and what is new follows them in the order that the strategy draws it. What it comes
/// to is counted by the entry behind it. May follow the search's end.
/// </summary>
/// <param name="Space">The whole of it from here on.</param>
/// <param name="Networks">Of the search from here on.</param>
/// <param name="Excluded">As <see cref="SearchStarted.Excluded"/>, of the whole space.</param>
/// <param name="Version">Of the rules that say which configurations are new and how they are numbered.</param>
[GenerateSerializer, Immutable, Alias("Paretune.SpaceExtended")]
public sealed record SpaceExtended(
    [property: Id(0)] Space Space, [property: Id(1)] ImmutableArray<string> Networks, [property: Id(2)] string Excluded,
    [property: Id(3)] int Version) : LedgerEntry;

[GenerateSerializer, Immutable, Alias("Paretune.SearchStateChanged")]
public sealed record SearchStateChanged([property: Id(0)] SearchState State, [property: Id(1)] string Reason) : LedgerEntry;

[GenerateSerializer, Immutable, Alias("Paretune.PriorityChanged")]
public sealed record PriorityChanged([property: Id(0)] int Priority) : LedgerEntry;

/// <param name="Network">Null in ledgers written before a search could name several: then it is the search's.</param>
[GenerateSerializer, Immutable, Alias("Paretune.TrialAdded")]
public sealed record TrialAdded(
    [property: Id(0)] int Trial, [property: Id(1)] Configuration Configuration, [property: Id(2)] Cost Cost,
    [property: Id(3)] string? Network = null) : LedgerEntry
{
    /// <summary>
    /// The newest entry that its strategy chose it by, where that takes long and is done ahead; null where it was chosen by all before it.
    /// </summary>
    [Id(4)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? From { get; init; }

    /// <summary>Whether a user added it while the search ran, and no strategy chose it.</summary>
    [Id(80)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ByUser { get; init; }
}

[GenerateSerializer, Immutable, Alias("Paretune.AttemptStarted")]
public sealed record AttemptStarted(
    [property: Id(0)] int Trial, [property: Id(1)] int Attempt, [property: Id(2)] LeaseKind Kind, [property: Id(3)] WorkerId Worker,
    [property: Id(4)] int MicroBatchDivisor) : LedgerEntry;

/// <summary>
/// A completed trial runs once more with another seed, to tell how sure its place on the front is. The attempts that follow are of this
/// run until one completes it; the trial keeps its own result and model.
/// </summary>
/// <param name="Run">2 for the first replicate: the trial's own is the first run.</param>
/// <param name="Reason">How sure its place was.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ReplicateAdded")]
public sealed record ReplicateAdded(
    [property: Id(0)] int Trial, [property: Id(1)] int Run, [property: Id(2)] string Reason) : LedgerEntry;

/// <summary>No further replicate runs: from here on the front is made of what the accuracies are taken to be.</summary>
/// <param name="Trials">Those that may be on it.</param>
[GenerateSerializer, Immutable, Alias("Paretune.FrontConfirmed")]
public sealed record FrontConfirmed([property: Id(0)] ImmutableArray<ConfirmedTrial> Trials) : LedgerEntry;

/// <summary>What the accuracy of a trial is taken to be, and the share of draws in which it is on the front.</summary>
/// <param name="Low">Of the 95 % interval. Likewise <paramref name="High"/>.</param>
[GenerateSerializer, Immutable, Alias("Paretune.ConfirmedTrial")]
public sealed record ConfirmedTrial(
    [property: Id(0)] int Trial, [property: Id(1)] double Mean, [property: Id(2)] double Low, [property: Id(3)] double High,
    [property: Id(4)] double OnFront);

/// <summary>One epoch and the decision it was answered with; a repeat of the report gets the same answer.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.EpochReported")]
public sealed record EpochReported([property: Id(0)] Report Report, [property: Id(1)] Decision Decision) : LedgerEntry;

/// <summary>Why an attempt is over, and what that makes of its trial.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.AttemptEnded")]
public sealed record AttemptEnded(
    [property: Id(0)] int Trial, [property: Id(1)] int Attempt, [property: Id(2)] AttemptOutcome Outcome,
    [property: Id(3)] TrialState State, [property: Id(4)] string Reason) : LedgerEntry
{
    /// <summary>
    /// Of a training that completed, letters and digits that are equal for trials whose training is equal in all that it depends on, in
    /// whatever search; null where not all of that is known.
    /// </summary>
    [Id(85)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Result { get; init; }
}

[GenerateSerializer, Immutable, Alias("Paretune.TrialTested")]
public sealed record TrialTested([property: Id(0)] TestResult Result) : LedgerEntry;

/// <summary>The recommendation at the end; trial 0 where no trial qualifies.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.OptimumChosen")]
public sealed record OptimumChosen(
    [property: Id(0)] int Trial, [property: Id(1)] string Rule, [property: Id(2)] string Reason) : LedgerEntry
{
    /// <summary>Which version of the rules chose; 0 before they had one.</summary>
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

    /// <summary>The strategy parked the trial; it may continue later.</summary>
    Parked,
}
