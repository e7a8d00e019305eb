namespace Paretune.Training.Loop;

/// <summary>
/// Shares a device's memory among the trainers on it by what each is predicted to need. First come, first served, so that small trials do
/// not overtake a large one for ever. A trainer that is alone always gets the memory, whatever was predicted: a device that is too small
/// then reports out of memory.
/// </summary>
/// <param name="capacity">Bytes to share.</param>
internal sealed class MemoryShare(long capacity)
{
    private readonly Lock _gate = new();

    // In the order in which they asked; those that were granted come first.
    private readonly List<Place> _places = [];

    /// <summary>A place that is granted at once or later; it is held until it is disposed.</summary>
    /// <param name="bytes">Predicted need.</param>
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
