using System.Collections.Immutable;

namespace Paretune.Grains.Queue;

/// <summary>The devices that asked for work, and their leases. A device counts once, whichever process drives it.</summary>
internal sealed class WorkerTable
{
    private readonly SortedDictionary<(string Silo, string Device), Entry> _workers = [];

    public int Count => _workers.Count;

    /// <param name="now">The end of the period over which <see cref="WorkerView.BusyShare"/> is computed.</param>
    public ImmutableArray<WorkerView> All(DateTimeOffset now) =>
        [.. _workers.Values.Select(entry => entry.View with { BusyShare = entry.BusyShare(now), Since = entry.Since })];

    /// <summary>Records that a worker asks for work: its device is free.</summary>
    public void RecordRequest(WorkerId worker, string deviceName, DateTimeOffset now) => Put(new(worker, deviceName, null, now), now);

    /// <summary>Records that a worker got a lease.</summary>
    public void RecordLease(WorkerId worker, TrialId trial, DateTimeOffset now)
    {
        if (_workers.TryGetValue((worker.Silo, worker.Device), out var known) && known.View.Worker == worker)
            Put(known.View with { Trial = trial, LastSeen = now }, now);
    }

    /// <summary>Records a running attempt that a search reported. The device's display name is not known until the worker asks.</summary>
    public void RecordAttempt(WorkerId worker, TrialId trial, DateTimeOffset now) => Put(new(worker, worker.Device, trial, now), now);

    /// <summary>Records that a worker is alive.</summary>
    public void RecordAlive(WorkerView worker, DateTimeOffset now)
    {
        if (IsAsSeen(worker))
            Put(worker with { LastSeen = now }, now);
    }

    /// <summary>Removes a worker that is gone, unless it has asked for work meanwhile.</summary>
    public void Forget(WorkerView worker)
    {
        if (IsAsSeen(worker))
            _workers.Remove((worker.Worker.Silo, worker.Worker.Device));
    }

    private bool IsAsSeen(WorkerView worker) =>
        _workers.TryGetValue((worker.Worker.Silo, worker.Worker.Device), out var known)
        && known.View.Worker == worker.Worker && known.View.Trial == worker.Trial && known.View.LastSeen == worker.LastSeen;

    private void Put(WorkerView view, DateTimeOffset now)
    {
        var key = (view.Worker.Silo, view.Worker.Device);
        _workers[key] = _workers.TryGetValue(key, out var known) ? known.Next(view, now) : new(view, now, TimeSpan.Zero, now);
    }

    /// <param name="Busy">How long the worker had a lease, up to <paramref name="Counted"/>.</param>
    private sealed record Entry(WorkerView View, DateTimeOffset Since, TimeSpan Busy, DateTimeOffset Counted)
    {
        public Entry Next(WorkerView view, DateTimeOffset now) => new(view, Since, BusyUntil(now), now);

        public double BusyShare(DateTimeOffset now) => now > Since ? Math.Clamp(BusyUntil(now) / (now - Since), 0, 1) : 0;

        private TimeSpan BusyUntil(DateTimeOffset now) => View.Trial is not null && now > Counted ? Busy + (now - Counted) : Busy;
    }
}
