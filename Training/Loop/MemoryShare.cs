namespace Paretune.Training.Loop;

/// <summary>
/// Shares a device's memory among its trainers according to their predicted needs. First come, first served, so that small trials do not
/// delay a large one indefinitely. A trainer that is alone always gets the memory, whatever was predicted; a device that is too small then
/// reports out of memory.
/// </summary>
/// <param name="capacity">The bytes to share.</param>
internal sealed class MemoryShare(long capacity)
{
    private readonly Lock _gate = new();

    // In the order of the requests; granted ones come first.
    private readonly List<Place> _places = [];

    /// <summary>Requests memory. The place is granted at once or later, and held until it is disposed.</summary>
    /// <param name="bytes">The predicted need.</param>
    public Place Ask(long bytes)
    {
        var place = new Place(this, bytes);
        lock (_gate)
        {
            _places.Add(place);
            Grant();
        }

        return place;
    }

    private void Leave(Place place)
    {
        lock (_gate)
        {
            _places.Remove(place);
            Grant();
        }
    }

    private void Grant()
    {
        var taken = 0L;
        foreach (var place in _places)
        {
            if (taken > 0 && taken + place.Bytes > capacity)
                return;
            taken += place.Bytes;
            place.Grant();
        }
    }

    public sealed class Place(MemoryShare share, long bytes) : IDisposable
    {
        private readonly TaskCompletionSource _granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Bytes => bytes;
        public Task Granted => _granted.Task;

        public void Dispose() => share.Leave(this);

        internal void Grant() => _granted.TrySetResult();
    }
}
