using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Searches;

/// <summary>What the front dominated from a moment on, and how many epochs had been trained by then.</summary>
public readonly record struct FrontMoment(DateTimeOffset At, int Epochs, double Hypervolume);

/// <summary>
/// How a search came to where it is. The state is that of <see cref="Search"/>, folded by the same <see cref="SearchRecord"/>; beside it
/// stands what only people look at: every attempt, and each moment at which the front changed. For one thread at a time.
/// </summary>
public sealed class SearchHistory(SearchId id)
{
    private readonly SearchRecord _record = new(id, CandidateSpace.Count);
    private readonly AttemptLog _attempts = new();
    private readonly List<FrontMoment> _growth = [];
    private int _epochs;

    /// <summary>Of the newest entry.</summary>
    public long Sequence => _record.Sequence;

    /// <summary>All attempts in the order they started.</summary>
    public IReadOnlyList<AttemptSpan> Attempts => _attempts.Spans;

    /// <summary>From the search's start on, one moment for each change of the front.</summary>
    public IReadOnlyList<FrontMoment> Growth => _growth;

    /// <summary>The curve of a trial as it is now; empty where it has not reported or there is no such trial.</summary>
    public ImmutableArray<CurvePoint> Curve(int trial) => _record.Find(trial) is { } found ? [.. found.Curve.Points] : [];

    /// <exception cref="InvalidDataException">The entry does not follow the one before.</exception>
    public void Apply(LedgerEntry entry)
    {
        var changes = _record.Standing?.Changes;
        _record.Apply(entry);
        _attempts.Apply(entry);
        if (entry is EpochReported)
            _epochs++;
        if (_record.Standing is { } standing && standing.Changes != changes)
            _growth.Add(new(entry.At, _epochs, standing.Hypervolume));
    }
}
