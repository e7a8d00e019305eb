namespace Paretune.Silo.Workers;

/// <summary>
/// Tracks the progress of a device: the time between its signals, and how long it has been silent. Silence is counted in checks, not by the
/// clock, so that a process that was suspended does not report a stall.
/// </summary>
internal sealed class StallDetector(TimeProvider clock)
{
    // Loading a dataset and writing a checkpoint are not steps, and neither takes this long.
    private const int MinChecks = 120;
    private const double TimesMedian = 100;

    // A hung device keeps its lease until it is detected, so the wait has an upper limit: for a first step, whose usual time is unknown and
    // which includes loading the dataset, and for slow steps, which vary less than fast ones.
    private const int Patience = 1800;
    private const double TimesSlow = 10;
    private const int Remembered = 64;
    private const int Enough = 5;

    private readonly Lock _gate = new();
    private readonly Queue<double> _seconds = [];
    private int _checks;
    private long _began;
    private bool _works;

    /// <summary>
    /// Passes the signals on and times them. Only the device's time counts, not the time that the reader of the signals takes.
    /// </summary>
    public IEnumerable<Signal> Watch(IEnumerable<Signal> signals)
    {
        lock (_gate)
            _seconds.Clear();
        using var iterator = signals.GetEnumerator();
        while (Beat(iterator))
            yield return iterator.Current;
    }

    /// <summary>How long the device has been working on its next signal; zero while it is not asked for one.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
                return _works ? clock.GetElapsedTime(_began) : TimeSpan.Zero;
        }
    }

    /// <summary>Call once a second. Returns how many seconds the device has been silent if that is a stall, otherwise null.</summary>
    public int? Look()
    {
        lock (_gate)
        {
            return _works && ++_checks >= MinChecks && _checks > MaxChecks() ? _checks : null;
        }
    }

    private double MaxChecks()
    {
        if (_seconds.Count < Enough)
            return Patience;
        var median = _seconds.Order().ElementAt(_seconds.Count / 2);
        return Math.Min(TimesMedian * median, Math.Max(Patience, TimesSlow * median));
    }

    private bool Beat(IEnumerator<Signal> iterator)
    {
        var began = clock.GetTimestamp();
        lock (_gate)
            (_works, _checks, _began) = (true, 0, began);
        try
        {
            return iterator.MoveNext();
        }
        finally
        {
            lock (_gate)
            {
                _works = false;
                _seconds.Enqueue(clock.GetElapsedTime(began).TotalSeconds);
                if (_seconds.Count > Remembered)
                    _seconds.Dequeue();
            }
        }
    }
}
