namespace Paretune.Silo.Workers;

/// <summary>
/// Sends the steps of one attempt, one at a time, and repeats the last one during a step that takes a large part of the lease. This shows
/// only that the process is alive; <see cref="StallDetector"/> watches the device.
/// </summary>
internal sealed partial class Heartbeat : IDisposable
{
    // Two heartbeats can be lost before the lease expires.
    private const int PerLease = 3;

    // An answer usually takes a millisecond. The device waits no longer than this, because the answer to a step confirms nothing.
    private static readonly TimeSpan StepAnswerTimeout = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly ICoordinator _coordinator;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private StepProgress _known;
    private Task<Decision> _told = Task.FromResult(Decision.Continue);
    private bool _works;

    public Heartbeat(Lease lease, ICoordinator coordinator, TimeProvider clock, ILogger log)
    {
        (_coordinator, _clock, _log, _period) = (coordinator, clock, log, lease.Duration / PerLease);
        _known = Begun(lease.Trial, lease.Attempt, lease.Kind == LeaseKind.Test ? lease.Job.Epochs : lease.ReportedEpochs + 1, steps: 0);
        _timer = clock.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Passes the signals on; while the device works on the next one, repeats the last one.</summary>
    public IEnumerable<Signal> Watch(IEnumerable<Signal> signals)
    {
        using var iterator = signals.GetEnumerator();
        while (Next(iterator))
            yield return iterator.Current;
    }

    /// <summary>
    /// Sends a step. A step only renews the lease and returns cancel and pause, so training continues without an answer while the cluster
    /// or the ledger is unavailable. A decision that arrives late, or with a repeated step, is returned for the next step.
    /// </summary>
    public Decision Send(StepProgress step, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_told.IsCompleted)
                return Decision.Continue;
            if (_told.GetAwaiter().GetResult() is { Kind: not DecisionKind.Continue } decision)
                return decision;
            _told = Ask(step);
        }

        try
        {
            return _told.WaitAsync(StepAnswerTimeout, _clock, cancellation).GetAwaiter().GetResult();
        }
        catch (TimeoutException)
        {
            return Decision.Continue;
        }
    }

    /// <summary>Sends a signal that is not a step, after the step that is still being sent.</summary>
    public async Task<Decision> TellAfter(Signal signal)
    {
        await _told;
        return await _coordinator.Signal(signal);
    }

    public void Dispose() => _timer.Dispose();

    private bool Next(IEnumerator<Signal> iterator)
    {
        Work(true, _period);
        try
        {
            if (!iterator.MoveNext())
                return false;
        }
        finally
        {
            Work(false, Timeout.InfiniteTimeSpan);
        }

        _known = iterator.Current switch
        {
            StepProgress step => step,
            Report report => Begun(report.Trial, report.Attempt, report.Epoch + 1, _known.Steps),
            _ => _known,
        };
        return true;
    }

    private void Work(bool works, TimeSpan period)
    {
        lock (_gate)
            _works = works;
        _timer.Change(period, period);
    }

    private void Beat()
    {
        lock (_gate)
        {
            if (_works && _told.IsCompleted && _told.GetAwaiter().GetResult().Kind == DecisionKind.Continue)
                _told = Ask(_known);
        }
    }

    /// <summary>Sends a step and never fails: without an answer the decision is to continue, and the next step asks again.</summary>
    private async Task<Decision> Ask(StepProgress step)
    {
        try
        {
            return await _coordinator.Signal(step).WaitAsync(_period / 2, _clock);
        }
        catch (Exception lost)
        {
            LogNoAnswerToStep(lost.Message);
            return Decision.Continue;
        }
    }

    private static StepProgress Begun(TrialId trial, int attempt, int epoch, int steps) =>
        new() { Trial = trial, Attempt = attempt, Epoch = epoch, Step = 0, Steps = steps, ImagesPerSecond = 0 };

    [LoggerMessage(LogLevel.Debug, "No answer to a step; training continues: {Reason}")]
    private partial void LogNoAnswerToStep(string reason);
}
