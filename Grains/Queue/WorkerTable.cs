using System.Collections.Immutable;

namespace Paretune.Grains.Queue;

/// <summary>The devices that asked for work, and what they got. A device counts once, whichever process drives it.</summary>
internal sealed class WorkerTable
{
    private readonly SortedDictionary<(string Silo, string Device), WorkerView> _workers = [];

    public ImmutableArray<WorkerView> All => [.. _workers.Values];

    /// <summary>A worker asks: its device is free.</summary>
    public void Asks(WorkerId worker, string deviceName, DateTimeOffset now) => Put(new(worker, deviceName, null, now));

    /// <summary>A worker got a lease.</summary>
    public void Gets(WorkerId worker, TrialId trial, DateTimeOffset now)
    {
        if (_workers.TryGetValue((worker.Silo, worker.Device), out var known) && known.Worker == worker)
            Put(known with { Trial = trial, LastSeen = now });
    }

    /// <summary>A worker's attempt runs, as its search says; the device's own name is known once the worker asks.</summary>
    public void Trains(WorkerId worker, TrialId trial, DateTimeOffset now) => Put(new(worker, worker.Device, trial, now));

    /// <summary>A worker is known to live.</summary>
    public void Lives(WorkerView worker, DateTimeOffset now)
    {
        if (_workers.ContainsValue(worker))
            Put(worker with { LastSeen = now });
    }

    /// <summary>Forgets a worker that is gone, unless it has asked meanwhile.</summary>
    public void Forget(WorkerView worker)
    {
        if (_workers.ContainsValue(worker))
            _workers.Remove((worker.Worker.Silo, worker.Worker.Device));
    }

    private void Put(WorkerView view) => _workers[(view.Worker.Silo, view.Worker.Device)] = view;
}
