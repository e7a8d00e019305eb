using System.Collections.Immutable;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>The front's score from a moment on, and how many epochs had been trained by then.</summary>
public readonly record struct FrontMoment(DateTimeOffset At, int Epochs, double Score);

/// <summary>
/// The history of a search. Its state is that of <see cref="Search"/>, folded by the same <see cref="SearchRecord"/>. In addition it has
/// what only users look at: every attempt, and each moment at which the front changed. Not thread-safe.
/// </summary>
public sealed class SearchHistory(SearchId id)
{
    private readonly SearchRecord _record = new(id, CandidateSpace.Count);
    private readonly AttemptLog _attempts = new();
    private readonly List<Moment> _moments = [];
    private readonly List<FrontMoment> _growth = [];
    private SizeScore _score = new(0);
    private int _epochs, _ranges = -1;

    /// <summary>Of the newest entry.</summary>
    public long Sequence => _record.Sequence;

    /// <summary>All attempts in the order they started.</summary>
    public IReadOnlyList<AttemptSpan> Attempts => _attempts.Spans;

    /// <summary>
    /// From the search's start on, one moment for each change of the front, all on the same scale: if a range of costs became known later,
    /// earlier moments are scored on it again.
    /// </summary>
    public IReadOnlyList<FrontMoment> Growth
    {
        get
        {
            if (_record.FrontTracker is not { } tracker)
                return _growth;
            if (_ranges != tracker.Ranges.Version)
            {
                _growth.Clear();
                (_score, _ranges) = (new(tracker.Scale.Lengths), tracker.Ranges.Version);
            }

            foreach (var moment in _moments.Skip(_growth.Count))
            {
                if (moment.IsRebuild)
                    _score = new(tracker.Scale.Lengths);
                foreach (var joined in moment.Joined)
                    _score.Add(joined.Gain, joined.Places(tracker.Scale));
                _growth.Add(new(moment.At, moment.Epochs, _score.Value));
            }

            return _growth;
        }
    }

    /// <summary>The current curve of a trial; empty if it has not reported or there is no such trial.</summary>
    public ImmutableArray<CurvePoint> Curve(int trial) => _record.Find(trial) is { } found ? [.. found.Curve.Points] : [];

    /// <inheritdoc cref="Search.Explain"/>
    public string? Explain(int trial) => _record.Find(trial) is null ? null : _record.Strategy!.Explain(trial);

    /// <summary>The strategy's predictions for a trial at each rung that it reached, in order; none if it predicts nothing.</summary>
    public ImmutableArray<RungPrediction> Predictions(int trial) =>
        _record.Find(trial) is null ? [] : [.. _record.Strategy!.Predictions(trial)];

    /// <exception cref="InvalidDataException">The entry does not follow the one before.</exception>
    public void Apply(LedgerEntry entry)
    {
        var (changes, renewals) = (_record.FrontTracker?.Changes, _record.FrontTracker?.Renewals ?? 0);
        _record.Apply(entry);
        _attempts.Apply(entry);
        if (entry is EpochReported)
            _epochs++;
        if (_record.FrontTracker is { } tracker && tracker.Changes != changes)
            _moments.Add(tracker.Renewals != renewals
                ? new(entry.At, _epochs, [.. tracker.FrontMembers], IsRebuild: true)
                : new(entry.At, _epochs, tracker.Newest is { } newest ? [newest] : [], IsRebuild: false));
    }

    /// <summary>A change of the front.</summary>
    /// <param name="Joined">The trial that joined it, or all members if it was rebuilt.</param>
    private sealed record Moment(DateTimeOffset At, int Epochs, ImmutableArray<FrontMember> Joined, bool IsRebuild);
}
