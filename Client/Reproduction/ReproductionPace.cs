using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Client.Reproduction;

/// <summary>Formats the progress of one file's searches in one line, whenever an epoch or a trial has ended.</summary>
internal sealed class ReproductionPace(TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private (int Epochs, int Trials)? _last;

    // Work done before the first update does not count towards the pace.
    private int? _doneBefore;

    /// <summary>Returns the line; null if nothing has ended since the last one.</summary>
    public string? Line(string file, ImmutableArray<SearchView> searches)
    {
        var (done, total) = (searches.Sum(search => search.Counts.EpochsDone), searches.Sum(search => search.Counts.EpochsTotal));
        var over = searches.Sum(search => search.Counts.Total - search.Counts.Waiting - search.Counts.Running - search.Counts.Paused);
        if (_last == (done, over))
            return null;
        _last = (done, over);
        _doneBefore ??= done;
        var share = (double)(done - _doneBefore.Value) / Math.Max(1, total - _doneBefore.Value);
        var left = done < total && Progress.Left(share, clock.GetElapsedTime(_started)) is { } time
            ? $", about {Formatter.Duration(time)} left" : "";
        return $"{file}: epochs {done}/{total}, trials {over}/{searches.Sum(search => search.Counts.Total)}{left}";
    }
}
