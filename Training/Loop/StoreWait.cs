using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;

namespace Paretune.Training.Loop;

/// <summary>
/// Waits for the store and keeps sending signals to the search meanwhile, so that a slow upload does not cost the lease and a cancel takes
/// effect. While the store is unavailable the trial waits, as it does for the ledger.
/// </summary>
internal sealed partial class StoreWait(TimeProvider time, ILogger logger)
{
    // As often as training reports steps.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    // The store has already retried for a while before it reports that it is unavailable.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work and yields <paramref name="meanwhile"/> every half second; abandoned work is cancelled.</summary>
    /// <param name="work">Started on the caller's thread, and again after each time the store was unavailable.</param>
    /// <exception cref="IOException">The store failed, and a retry will not help.</exception>
    public IEnumerable<StepProgress> For(Func<CancellationToken, Task> work, StepProgress meanwhile)
    {
        using var left = new CancellationTokenSource();
        try
        {
            for (var working = work(left.Token); ; working = work(left.Token))
            {
                while (!HasEnded(working))
                    yield return meanwhile;
                if (working.Exception?.InnerException is not FileStoreException { MayPass: true } away)
                {
                    working.GetAwaiter().GetResult();
                    yield break;
                }

                LogAway(away.Message, Pause.TotalSeconds);
                var pause = Task.Delay(Pause, time, left.Token);
                while (!HasEnded(pause))
                    yield return meanwhile;
            }
        }
        finally
        {
            left.Cancel();
        }
    }

    private bool HasEnded(Task task)
    {
        if (!task.IsCompleted)
            Task.WhenAny(task, Task.Delay(Beat, time)).GetAwaiter().GetResult();
        return task.IsCompleted;
    }

    [LoggerMessage(LogLevel.Warning, "{Error}; trying again in {Seconds} s")]
    private partial void LogAway(string error, double seconds);
}
