using System.Collections.Immutable;

namespace Paretune.Grains.Searches;

/// <summary>The entries written last, so that followers of a search do not need to read them from the database.</summary>
/// <param name="most">How many are kept; an entry is about a kilobyte.</param>
internal sealed class NewestEntries(int most)
{
    private readonly LedgerEntry[] _entries = new LedgerEntry[most];
    private long _last;
    private int _count;

    /// <summary>Takes entries that were written, in order; those of one activation have no gaps.</summary>
    public void Add(IReadOnlyList<LedgerEntry> written)
    {
        foreach (var entry in written)
            _entries[entry.Sequence % most] = entry;
        _last = written[^1].Sequence;
        _count = Math.Min(most, _count + written.Count);
    }

    /// <summary>All entries after a sequence; null where the first of them are no longer here.</summary>
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
