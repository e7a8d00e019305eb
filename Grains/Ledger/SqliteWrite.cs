namespace Paretune.Grains.Ledger;

/// <summary>A queued write, with the task that its caller awaits.</summary>
internal sealed class SqliteWrite(Action<SqliteWriter> action)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _refused;

    public Task Done => _done.Task;

    /// <summary>
    /// Commits a batch as one transaction. A write that throws is rolled back alone; if the transaction fails, all its writes fail.
    /// </summary>
    public static void Commit(SqliteWriter writer, IReadOnlyList<SqliteWrite> batch)
    {
        try
        {
            writer.Run("BEGIN IMMEDIATE");
            foreach (var write in batch)
                write.Try(writer);
            writer.Run("COMMIT");
            foreach (var write in batch)
                write.Finish();
        }
        catch (Exception failed)
        {
            Undo(writer);
            foreach (var write in batch)
                write._done.TrySetException(failed);
        }
    }

    private void Try(SqliteWriter writer)
    {
        writer.Run("SAVEPOINT one");
        try
        {
            action(writer);
        }
        catch (LedgerFencedException refused)
        {
            _refused = refused;
            writer.Run("ROLLBACK TO one");
        }

        writer.Run("RELEASE one");
    }

    private void Finish()
    {
        if (_refused is null)
            _done.SetResult();
        else
            _done.SetException(_refused);
    }

    /// <summary>
    /// Rolls back. After some failures, such as a full disk, SQLite has already done so; the error of the second rollback is ignored.
    /// </summary>
    private static void Undo(SqliteWriter writer)
    {
        try
        {
            writer.Run("ROLLBACK");
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            return;
        }
    }
}
