using System.Collections;

namespace Paretune.Tuning.Searches;

/// <summary>
/// One item for each epoch of a trial, without gaps. An epoch that was trained again replaces the old one and all later ones.
/// </summary>
internal sealed class EpochList<T>(params IEnumerable<T> items) : IReadOnlyList<T>
{
    private readonly List<T> _items = [.. items];

    public int Count => _items.Count;

    public T this[int index] => _items[index];

    /// <returns>Whether it replaced another.</returns>
    public bool Put(int epoch, T item)
    {
        var again = epoch <= Count;
        if (again)
            _items.RemoveRange(epoch - 1, Count - epoch + 1);
        _items.Add(item);
        return again;
    }

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
