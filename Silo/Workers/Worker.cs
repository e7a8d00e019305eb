using Paretune.Storage.Files;
using Paretune.Training.Commands;
using Paretune.Training.Loop;
using Paretune.Training.Trainers;

namespace Paretune.Silo.Workers;

/// <summary>Trains one attempt, signal by signal, as long as the decision is to continue.</summary>
/// <param name="decision">The answer to the last signal.</param>
internal delegate IEnumerable<Signal> Train(Lease lease, Func<Decision> decision, CancellationToken cancellation);

/// <summary>
/// Drives one device on one thread: asks for a lease, trains, forwards each signal, obeys the decision. Everything here is synchronous,
/// because torch's state belongs to a thread, which must be neither a grain's nor the pool's.
/// </summary>
internal sealed partial class Worker(
    WorkerId id, string deviceName, ICoordinator coordinator, Train train, Action<TrialId> ended, WorkerMeter meter, TimeProvider clock,
    ILogger<Worker> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // How long to wait for an answer while stopping: what remains of the ten seconds after SIGTERM once a step has ended, minus the silo's
    // share.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(3);

    private const int MaxBackoffSeconds = 60;

    private int _failures;
    private DateTimeOffset _asked = clock.GetUtcNow();
    private volatile bool _busy;
    private double _imagesPerSecond;

    /// <summary>The progress of the current attempt.</summary>
    public StallDetector StallDetector { get; } = new(clock);

    public WorkerId Id => id;

    /// <summary>Whether the worker has a lease.</summary>
    public bool IsBusy => _busy;

    /// <summary>The speed of the last half second; 0 without a lease.</summary>
    public double ImagesPerSecond => _busy ? Volatile.Read(ref _imagesPerSecond) : 0;

    /// <summary>Works until cancelled.</summary>
    public void Run(CancellationToken stopping)
    {
        LogReady(id.Device, deviceName);
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                if (Patiently(AskForWork, stopping) is { } lease)
                {
                    Work(lease, stopping);
                    ended(lease.Trial);
                }
                Rest(stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while waiting; there is nothing to return.
        }
    }

    private Task<Lease?> AskForWork()
    {
        _asked = clock.GetUtcNow();
        return coordinator.Lease(id, deviceName);
    }

    /// <summary>Pauses after a failure, so that a node on which everything fails does not always take the next work.</summary>
    private void Rest(CancellationToken stopping)
    {
        if (_failures > 0)
            Task.Delay(TimeSpan.FromSeconds(Math.Min(1 << Math.Min(_failures - 1, 6), MaxBackoffSeconds)), clock, stopping).GetAwaiter()
                .GetResult();
    }

    /// <summary>Runs one attempt until it ends.</summary>
    public void Work(Lease lease, CancellationToken stopping)
    {
        using var spans = new AttemptSpans(lease, _asked);
        using var heartbeat = new Heartbeat(lease, coordinator, clock, log);
        LogAttempt(lease.Trial, lease.Attempt, lease.Kind, id.Device);
        _busy = true;
        var ended = Attempt(lease, heartbeat, spans, stopping);
        _busy = false;
        _failures = ended is null or { Failure: AttemptFailure.OverLimits } || stopping.IsCancellationRequested ? 0 : _failures + 1;
        if (ended is not { } end)
            return;
        spans.Failed(end);
        LogGivenBack(lease.Trial, lease.Attempt, end.Failure, end.Message);
        using var farewell = new CancellationTokenSource();
        if (stopping.IsCancellationRequested)
            farewell.CancelAfter(ShutdownTimeout);
        using var leave = stopping.Register(() => farewell.CancelAfter(ShutdownTimeout));
        try
        {
            Patiently(() => heartbeat.TellAfter(end), farewell.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotGivenBack(lease.Trial, lease.Attempt);
        }
    }

    /// <summary>Returns null if the search knows how the attempt ended, otherwise how to return it.</summary>
    private AttemptEnd? Attempt(Lease lease, Heartbeat heartbeat, AttemptSpans spans, CancellationToken stopping)
    {
        _imagesPerSecond = 0;
        var decision = Decision.Continue;
        try
        {
            foreach (var signal in StallDetector.Watch(heartbeat.Watch(train(lease, () => decision, stopping))))
            {
                Measure(signal);
                decision = signal is StepProgress step
                    ? heartbeat.Send(step, stopping)
                    : Patiently(() => heartbeat.TellAfter(signal), stopping);
                spans.Answered(signal, decision);
                if (decision.Kind == DecisionKind.Continue)
                    continue;
                LogDecision(lease.Trial, lease.Attempt, decision.Kind, decision.Reason);
                return null;
            }

            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return End(lease, AttemptFailure.Preempted, $"the silo on {id.Silo} was stopped");
        }
        catch (Exception place) when (place is StorageFullException or FileStoreException)
        {
            LogNotKept(lease.Trial, lease.Attempt, place.Message);
            return End(lease, AttemptFailure.Preempted, place.Message);
        }
        catch (OverLimitsException over)
        {
            return End(lease, AttemptFailure.OverLimits, over.Message);
        }
        catch (AttemptEndedException ended)
        {
            return End(lease, ended.Failure, ended.Message);
        }
        catch (DeviceOutOfMemoryException memory)
        {
            return End(lease, AttemptFailure.OutOfMemory, memory.Message);
        }
        catch (Exception failure)
        {
            LogThrew(failure, lease.Trial, lease.Attempt);
            return End(lease, AttemptFailure.Threw, failure.Message);
        }
    }

    private void Measure(Signal signal)
    {
        if (signal is StepProgress step)
            Volatile.Write(ref _imagesPerSecond, step.ImagesPerSecond);
        else if (signal is Report report)
            meter.Add(id.Device, report);
    }

    private static AttemptEnd End(Lease lease, AttemptFailure failure, string message) =>
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Failure = failure, Message = message };

    /// <summary>
    /// Repeats a call until it is answered: one that failed or timed out has an unknown outcome, and calls may be repeated. While the
    /// ledger is unavailable reports wait here, and nothing is lost.
    /// </summary>
    private T Patiently<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return call().WaitAsync(cancellation).GetAwaiter().GetResult();
            }
            catch (Exception lost) when (!cancellation.IsCancellationRequested)
            {
                LogNoAnswer(pause.TotalSeconds, lost.Message);
            }

            Task.Delay(pause, clock, cancellation).GetAwaiter().GetResult();
        }
    }
}
