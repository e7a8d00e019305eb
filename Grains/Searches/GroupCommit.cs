namespace Paretune.Grains.Searches;

/// <summary>
/// Writes entries in the order they come, one write at a time; what comes while a write is in flight goes out together in the next one.
/// For one thread at a time, such as a grain's turns. Once a write has failed, everything does: the state in memory is ahead of the ledger.
/// </summary>
internal sealed class GroupCommit(Func<IReadOnlyList<LedgerEntry>, Task> write)
{
    private List<LedgerEntry> _waiting = [];
    private TaskCompletionSource _next = NewSource();
    private Task _inFlight = Task.CompletedTask;
    private bool _writing;

    /// <summary>Why nothing can be written any more; null while all is well.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Completes when these entries and all before them are written. Without entries: when all before are.</summary>
    public Task Write(IReadOnlyCollection<LedgerEntry> entries)
    {
        if (Failure is not null)
            return Task.FromException(Failure);
        if (entries.Count == 0 && _waiting.Count == 0)
            return _inFlight;
        _waiting.AddRange(entries);
        var written = _next.Task;
        if (!_writing)
            _ = WriteAll();
        return written;
    }

    /// <summary>Refuses everything from now on.</summary>
    public void Fail(Exception failure) => Failure ??= failure;

    private async Task WriteAll()
    {
        _writing = true;
        while (_waiting.Count > 0)
        {
            // Behind the calls that have come already: they go into this write instead of waiting for the next.
            await Task.Yield();
            var (batch, done) = (_waiting, _next);
            (_waiting, _next, _inFlight) = ([], NewSource(), done.Task);
            try
            {
                await write(batch);
                done.SetResult();
            }
            catch (Exception failure)
            {
                Fail(failure);
                done.SetException(failure);
                _next.SetException(failure);
                return;
            }
        }

        _writing = false;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
