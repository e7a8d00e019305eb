using System.Text.Json;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>An entry at which a replay decides differently from the ledger.</summary>
/// <param name="Recorded">Null if the ledger has no entry there.</param>
/// <param name="Decided">Null if the replay decides nothing there.</param>
public sealed record ReplayDifference(long Sequence, LedgerEntry? Recorded, LedgerEntry? Decided);

/// <summary>
/// Repeats the decisions of a search: gives a fresh <see cref="Search"/> the commands that produced a ledger, and compares each entry that
/// it decides with the recorded one. Input from outside is taken as recorded: who asked, what was reported, which worker was
/// lost, and when. Decisions that differ only in their wording are equal (<see cref="DecisionTexts"/>).
/// </summary>
/// <param name="fresh">Before its first entry.</param>
public sealed class SearchReplay(Search fresh)
{
    private readonly Queue<LedgerEntry> _decided = [];
    private readonly List<string> _notes = [];
    private LedgerEntry? _added;
    private long _reworded;
    private bool _isStarting;

    /// <summary>Entries that are equal to the recorded ones.</summary>
    public long Compared { get; private set; }

    /// <summary>Of them, entries that were taken as recorded, because another version of the rules wrote them.</summary>
    public long Taken { get; private set; }

    /// <summary>The first difference; entries after it are not compared.</summary>
    public ReplayDifference? Difference { get; private set; }

    /// <summary>Sentences for the reader of the counts.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Takes the entries of a ledger, in order from the first.</summary>
    public void Take(LedgerEntry entry)
    {
        if (Difference is not null)
            return;
        if (entry is SearchStarted started)
            Begin(started);
        if (_isStarting)
            TakeAsItIs(entry);
        else if (entry is TrialAdded { ByUser: false } or ReplicateAdded && _decided.Count == 0 && _added is null)
            _added = entry;
        else
            TakeDecided(entry);
    }

    /// <summary>Ends the replay after the last entry. Anything that it decided beyond that entry is a difference too.</summary>
    public void End()
    {
        if (_reworded > 0)
            _notes.Add($"{CountText.Format(_reworded, "decision")} {(_reworded == 1 ? "is" : "are")} worded differently by this version");
        if (Difference is null && _decided.TryPeek(out var more))
            Difference = new(more.Sequence, null, more);
        else if (Difference is null && _added is not null)
            Difference = new(_added.Sequence, _added, null);
    }

    private void Begin(SearchStarted started)
    {
        var newest = StrategyCatalog.VersionOf(started.Spec);
        _isStarting = started.Rules != SearchRules.TrialsOnDemand || started.StrategyVersion != newest;
        if (!_isStarting)
            return;
        _notes.Add(started.Rules != SearchRules.TrialsOnDemand
            ? "the search was started by version 0.1: its start is taken as recorded, and its trials are replayed by the rules of 0.1"
            : $"the search uses version {started.StrategyVersion} of {started.Spec.Strategy.Kind}, and the newest is {newest}: its start "
                + $"is taken as recorded, and its trials are replayed by version {started.StrategyVersion}");
    }

    /// <summary>Takes an entry of a start by other rules as recorded, up to and including the state that the start leads to.</summary>
    private void TakeAsItIs(LedgerEntry entry)
    {
        fresh.Apply(entry);
        (Compared, Taken) = (Compared + 1, Taken + 1);
        _isStarting = entry is not SearchStateChanged;
    }

    private void TakeDecided(LedgerEntry entry)
    {
        if (_decided.Count == 0)
            Decide(entry);
        if (Difference is null && _added is { } added)
        {
            _added = null;
            Compare(added);
        }

        if (Difference is null)
            Compare(entry);
    }

    private void Decide(LedgerEntry first)
    {
        if (_added is TrialAdded { From: { } from })
            fresh.Suggest(from);
        foreach (var entry in ReplayedCommand.Give(fresh, first))
            _decided.Enqueue(entry);
        if (_decided.Count == 0)
            Difference = new((_added ?? first).Sequence, _added ?? first, null);
    }

    private void Compare(LedgerEntry recorded)
    {
        if (recorded is OptimumChosen { Version: not OptimumRule.Version } chosen && _decided.TryPeek(out var other)
            && other is OptimumChosen newest && newest with { Version = chosen.Version } != chosen)
            TakeOptimum();
        else if (!_decided.TryDequeue(out var decided) || !IsEqual(decided, recorded))
            Difference = new(recorded.Sequence, recorded, decided);
        else
            Compared++;
    }

    private bool IsEqual(LedgerEntry decided, LedgerEntry recorded)
    {
        if (decided is OptimumChosen optimum && recorded is OptimumChosen { Version: var version })
            decided = optimum with { Version = version };
        if (decided.Equals(recorded) || Text(decided) == Text(recorded))
            return true;
        if (Text(DecisionTexts.Remove(decided)) != Text(DecisionTexts.Remove(recorded)))
            return false;
        _reworded++;
        return true;
    }

    /// <summary>Takes the recommendation of another version of the rules. No other decision depends on it.</summary>
    private void TakeOptimum()
    {
        _decided.Dequeue();
        _notes.Add("another version of the rules chose the optimum, so it is taken as recorded");
        (Compared, Taken) = (Compared + 1, Taken + 1);
    }

    private static string Text(LedgerEntry entry) => JsonSerializer.Serialize(entry, ParetuneJson.Options);
}
