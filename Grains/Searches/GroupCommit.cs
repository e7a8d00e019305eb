using System.Diagnostics;

namespace Paretune.Grains.Searches;

/// <summary>
/// Writes entries in order, one write at a time; entries that arrive during a write are grouped into the next ones. Not thread-safe: meant
/// for a grain's turns. Once a write has failed, all later ones fail, because the state in memory is ahead of the ledger.
/// </summary>
/// <remarks>
/// A write takes half of the waiting entries, or all if they are fewer than 48, which is enough to hide a flush. If it always took all,
/// workers that report at the same time would be answered at the same time and would keep reporting together, each waiting for the last of
/// them.
/// </remarks>
internal sealed class GroupCommit(Func<IReadOnlyList<LedgerEntry>, SearchView?, Task> write)
{
    private const int Enough = 48;
    private readonly Queue<Batch> _waiting = [];
    private Batch _last = new();
    private bool _writing;

    /// <summary>Why nothing can be written any more; null while writes succeed.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>
    /// Completes when these entries and all before them are written. Without entries, completes when all earlier ones are.
    /// </summary>
    /// <param name="row">The search after these entries; a write stores the row of its last ones.</param>
    public Task Write(IReadOnlyCollection<LedgerEntry> entries, SearchView? row = null)
    {
        if (Failure is not null)
            return Task.FromException(Failure);
        if (entries.Count == 0)
            return _writing ? _last.Written.Task : Task.CompletedTask;
        if (_waiting.Count == 0 || _last.Entries.Count >= Enough)
            _waiting.Enqueue(_last = new());
        _last.Entries.AddRange(entries);
        _last.Row = row;
        if (!_writing)
            Begin();
        return _last.Written.Task;
    }

    /// <summary>Rejects all further writes.</summary>
    public void Fail(Exception failure) => Failure ??= failure;

    /// <summary>Starts writing, outside any caller's trace, because a write serves many callers.</summary>
    private void Begin()
    {
        var caller = Activity.Current;
        Activity.Current = null;
        _ = WriteAll();
        Activity.Current = caller;
    }

    private async Task WriteAll()
    {
        _writing = true;
        while (_waiting.Count > 0)
        {
            // Lets calls that have already arrived join this write instead of waiting for the next.
            await Task.Yield();
            Batch[] batches = [.. Enumerable.Range(0, (_waiting.Count + 1) / 2).Select(_ => _waiting.Dequeue())];
            try
            {
                await write(batches is [var one] ? one.Entries : [.. batches.SelectMany(batch => batch.Entries)], batches[^1].Row);
                foreach (var batch in batches)
                    batch.Written.SetResult();
            }
            catch (Exception failure)
            {
                Fail(failure);
                foreach (var batch in batches.Concat(_waiting))
                    batch.Written.SetException(failure);
                return;
            }
        }

        _writing = false;
    }

    /// <summary>Entries that are written together: at least all of one command.</summary>
    private sealed class Batch
    {
        public List<LedgerEntry> Entries { get; } = [];
        public SearchView? Row { get; set; }
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
