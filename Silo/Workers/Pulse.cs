namespace Paretune.Silo.Workers;

/// <summary>
/// How a device gets on: the time between its signals, and how long it has been silent. Silence is counted in looks, not by the clock, so
/// that a process that was stopped and woken up blames no device.
/// </summary>
internal sealed class Pulse(TimeProvider clock)
{
    // Loading a data set and writing a checkpoint are no steps, and neither takes this long.
    private const int _leastLooks = 120;
    private const double _timesMedian = 100;
    private const int _remembered = 64;
    private const int _enough = 5;

    private readonly Lock _gate = new();
    private readonly Queue<double> _seconds = [];
    private int _looks;
    private long _began;
    private bool _works;

    /// <summary>The signals, each of which is a beat; only the time the device takes counts, not that of whoever reads them.</summary>
    public IEnumerable<Signal> Of(IEnumerable<Signal> signals)
    {
        lock (_gate)
            _seconds.Clear();
        using var iterator = signals.GetEnumerator();
        while (Beat(iterator))
            yield return iterator.Current;
    }

    /// <summary>How long the device has been asked for its next signal; zero while it is not asked.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_gate)
                return _works ? clock.GetElapsedTime(_began) : TimeSpan.Zero;
        }
    }

    /// <summary>To be called once a second: how many seconds the device has been silent, where that is far too many; else null.</summary>
    public int? Look()
    {
        lock (_gate)
        {
            if (!_works || ++_looks < _leastLooks || _seconds.Count < _enough)
                return null;
            var median = _seconds.Order().ElementAt(_seconds.Count / 2);
            return _looks > _timesMedian * median ? _looks : null;
        }
    }

    private bool Beat(IEnumerator<Signal> iterator)
    {
        var began = clock.GetTimestamp();
        lock (_gate)
            (_works, _looks, _began) = (true, 0, began);
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
                if (_seconds.Count > _remembered)
                    _seconds.Dequeue();
            }
        }
    }
}
