using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Client.Reproduction;

/// <summary>How far the searches of one file are, in one line. What was done before it looked says nothing of the pace.</summary>
internal sealed class ReproductionPace(TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private int? _doneBefore;

    public string Line(string file, ImmutableArray<SearchView> searches)
    {
        var (done, total) = (searches.Sum(search => search.Counts.EpochsDone), searches.Sum(search => search.Counts.EpochsTotal));
        _doneBefore ??= done;
        var share = (double)(done - _doneBefore.Value) / Math.Max(1, total - _doneBefore.Value);
        // To the minute: a line that changes with each look is no line for a log.
        var left = done < total && Progress.Left(share, clock.GetElapsedTime(_started)) is { } time ? $", about {Math.Ceiling(time.TotalMinutes):0} min left" : "";
        var over = searches.Sum(search => search.Counts.Total - search.Counts.Waiting - search.Counts.Running - search.Counts.Paused);
        return $"{file}: epochs {done}/{total}, trials {over}/{searches.Sum(search => search.Counts.Total)}{left}";
    }
}
