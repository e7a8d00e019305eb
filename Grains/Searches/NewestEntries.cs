using System.Collections.Immutable;

namespace Paretune.Grains.Searches;

/// <summary>Caches the newest entries, so that followers of a search need not read them from the database.</summary>
/// <param name="most">The maximum number of entries; one takes about a kilobyte.</param>
internal sealed class NewestEntries(int most)
{
    private readonly LedgerEntry[] _entries = new LedgerEntry[most];
    private long _last;
    private int _count;

    /// <summary>Adds entries that were written. They must follow the last ones without gaps.</summary>
    public void Add(IReadOnlyList<LedgerEntry> written)
    {
        foreach (var entry in written)
            _entries[entry.Sequence % most] = entry;
        _last = written[^1].Sequence;
        _count = Math.Min(most, _count + written.Count);
    }

    /// <summary>Returns all entries after a sequence; null if the first of them are no longer cached.</summary>
    public ImmutableArray<LedgerEntry>? After(long sequence)
    {
        if (_count == 0 || _last - _count > sequence)
            return null;
        var entries = ImmutableArray.CreateBuilder<LedgerEntry>((int)Math.Max(0, _last - sequence));
        for (var next = sequence + 1; next <= _last; next++)
            entries.Add(_entries[next % most]);
        return entries.MoveToImmutable();
    }
}
