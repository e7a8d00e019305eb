namespace Paretune.Tuning.Simulation;

/// <summary>Measures how long workers were up while the search was running, and how long of that they had a lease.</summary>
internal sealed class WorkerUse
{
    private int _up, _busy;
    private double _upSeconds, _busySeconds;
    private DateTimeOffset? _since;

    /// <summary>The share of uptime without a lease, 0 to 1; 0 if there was no uptime.</summary>
    public double IdleShare => _upSeconds > 0 ? 1 - _busySeconds / _upSeconds : 0;

    public void Up(int change) => _up += change;

    public void Busy(int change) => _busy += change;

    /// <summary>Adds the time since the last call.</summary>
    /// <param name="runs">Whether the search is running from now on. While it is paused or has ended, workers do not count as idle.</param>
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
