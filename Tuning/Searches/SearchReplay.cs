using System.Text.Json;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>Where a replay decides otherwise than the ledger says.</summary>
/// <param name="Recorded">Null where the ledger has nothing at this place.</param>
/// <param name="Decided">Null where the replay decides on nothing there.</param>
public sealed record ReplayDifference(long Sequence, LedgerEntry? Recorded, LedgerEntry? Decided);

/// <summary>
/// Decides a search anew: a fresh <see cref="Search"/> is given the commands that the entries of a ledger came from, and each entry it
/// decides on is compared with the one recorded. What came from outside is taken as recorded: who asked, what was reported, who was lost,
/// when.
/// </summary>
/// <param name="fresh">Before its first entry.</param>
public sealed class SearchReplay(Search fresh)
{
    private readonly Queue<LedgerEntry> _decided = [];
    private readonly List<string> _notes = [];
    private LedgerEntry? _added;
    private bool _isStarting;

    /// <summary>Entries that are as recorded.</summary>
    public long Compared { get; private set; }

    /// <summary>Of them, entries that were taken as they are, because another version of the rules wrote them.</summary>
    public long Taken { get; private set; }

    /// <summary>The first one; what follows it is not compared.</summary>
    public ReplayDifference? Difference { get; private set; }

    /// <summary>What has to be known beside the figures, in sentences.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Takes the entries of a ledger, from its first on.</summary>
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

    /// <summary>After the last entry: what the replay has decided beyond it is a difference too.</summary>
    public void End()
    {
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
            ? "the search was started by 0.1: its start is taken as recorded, and decided anew are the trials by the rules of then"
            : $"the search is decided by version {started.StrategyVersion} of {started.Spec.Strategy.Kind}, of which {newest} is the "
                + $"newest: its start is taken as recorded, and decided anew are the trials by version {started.StrategyVersion}");
    }

    /// <summary>The start under other rules, up to the state that it leads to.</summary>
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
        if (recorded is OptimumChosen { Version: not OptimumRule.Version } && _decided.TryPeek(out var other) && other is OptimumChosen)
            TakeOptimum();
        else if (!_decided.TryDequeue(out var decided) || !(decided.Equals(recorded) || Text(decided) == Text(recorded)))
            Difference = new(recorded.Sequence, recorded, decided);
        else
            Compared++;
    }

    /// <summary>What another version of the rules recommended at the end, which nothing else rests on.</summary>
    private void TakeOptimum()
    {
        _decided.Dequeue();
        _notes.Add("another version of the rules chose the optimum: it is taken as recorded");
        (Compared, Taken) = (Compared + 1, Taken + 1);
    }

    private static string Text(LedgerEntry entry) => JsonSerializer.Serialize(entry, ParetuneJson.Options);
}
