namespace Paretune.Silo.Workers;

/// <summary>Runs each worker on its own thread, from when the host has started completely until it stops.</summary>
internal sealed class WorkerThreads(IReadOnlyList<Worker> workers) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    // Not earlier: a process whose port is in use must not take a lease.
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var worker in workers)
            _running.Add(Start(worker));
        return Task.CompletedTask;
    }

    /// <summary>
    /// Stops training between two steps, before the web server waits for its open requests, which may take all the time there is.
    /// </summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => _stop.CancelAsync();

    /// <summary>Waits for the workers' threads; one whose step takes longer than the host waits is abandoned.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_running).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stop.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private Task Start(Worker worker)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            worker.Run(_stop.Token);
            ended.SetResult();
        })
        { Name = "Worker", IsBackground = true };
        thread.Start();
        return ended.Task;
    }
}
