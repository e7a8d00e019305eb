using Paretune.Training.Loop;

namespace Paretune.Silo.Workers;

/// <summary>Trains one attempt, signal by signal, for as long as it is told to go on.</summary>
internal delegate IEnumerable<Signal> Train(Lease lease, CancellationToken cancellation);

/// <summary>
/// Owns one device and one thread: asks for a lease, trains, hands each signal on, obeys the decision. Everything here is synchronous,
/// because torch's state belongs to a thread and this one is neither a grain's nor the pool's.
/// </summary>
internal sealed partial class Worker(
    WorkerId id, string deviceName, ICoordinator coordinator, Train train, Action<TrialId> ended, TimeProvider clock, ILogger<Worker> log)
{
    private static readonly TimeSpan _firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    // What is left of the ten seconds after SIGTERM once a step has ended; the silo's own end needs some too.
    private static readonly TimeSpan _farewell = TimeSpan.FromSeconds(3);

    /// <summary>Works until it is cancelled.</summary>
    public void Run(CancellationToken stopping)
    {
        LogReady(id.Device, deviceName);
        try
        {
            while (!stopping.IsCancellationRequested)
                if (Patiently(() => coordinator.Lease(id, deviceName), stopping) is { } lease)
                {
                    Work(lease, stopping);
                    ended(lease.Trial);
                }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to stop while it waited; there is nothing to give back.
        }
    }

    /// <summary>Runs one attempt to its end, whatever that is.</summary>
    public void Work(Lease lease, CancellationToken stopping)
    {
        LogAttempt(lease.Trial, lease.Attempt, lease.Kind, id.Device);
        if (Attempt(lease, stopping) is not { } end)
            return;
        LogGivenBack(lease.Trial, lease.Attempt, end.Failure, end.Message);
        using var farewell = new CancellationTokenSource();
        if (stopping.IsCancellationRequested)
            farewell.CancelAfter(_farewell);
        using var leave = stopping.Register(() => farewell.CancelAfter(_farewell));
        try
        {
            Patiently(() => coordinator.Signal(end), farewell.Token);
        }
        catch (OperationCanceledException)
        {
            LogNotGivenBack(lease.Trial, lease.Attempt);
        }
    }

    /// <summary>Null when the search knows how the attempt ended, else how to give it back.</summary>
    private AttemptEnd? Attempt(Lease lease, CancellationToken stopping)
    {
        try
        {
            foreach (var signal in train(lease, stopping))
            {
                var decision = Patiently(() => coordinator.Signal(signal), stopping);
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

    private static AttemptEnd End(Lease lease, AttemptFailure failure, string message) =>
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Failure = failure, Message = message };

    /// <summary>
    /// Asks until there is an answer: a call that failed or timed out has an unknown outcome and may be repeated. While the ledger is away
    /// trials wait here, and nothing is lost.
    /// </summary>
    private T Patiently<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (var pause = _firstPause; ; pause = pause * 2 < _longestPause ? pause * 2 : _longestPause)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return call().WaitAsync(cancellation).GetAwaiter().GetResult();
            }
            catch (Exception lost) when (!cancellation.IsCancellationRequested)
            {
                LogNoAnswer(lost, pause.TotalSeconds);
            }

            Task.Delay(pause, clock, cancellation).GetAwaiter().GetResult();
        }
    }
}
