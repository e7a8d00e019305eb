namespace Paretune.Tuning.Simulation;

/// <summary>How long workers were up while the search ran, and how long of that they had a lease.</summary>
internal sealed class WorkerUse
{
    private int _up, _busy;
    private double _upSeconds, _busySeconds;
    private DateTimeOffset? _since;

    /// <summary>0 to 1; 0 where there was no time.</summary>
    public double IdleShare => _upSeconds > 0 ? 1 - _busySeconds / _upSeconds : 0;

    public void Up(int change) => _up += change;

    public void Busy(int change) => _busy += change;

    /// <summary>Counts the time since the last call.</summary>
    /// <param name="runs">Whether the search runs from here on: while it is paused or over, workers do not count as idle.</param>
    public void Pass(DateTimeOffset now, bool runs)
    {
        if (_since is { } since)
        {
            _upSeconds += _up * (now - since).TotalSeconds;
            _busySeconds += _busy * (now - since).TotalSeconds;
        }

        _since = runs ? now : null;
    }
}
