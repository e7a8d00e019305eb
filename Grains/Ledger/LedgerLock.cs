namespace Paretune.Grains.Ledger;

/// <summary>
/// Prevents a second process from using the ledger: keeps <c>ledger.lock</c> beside it open without sharing for the life of the process.
/// The operating system releases the lock however the process ends, kill -9 included, so nothing has to be cleaned up by hand.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly FileStream _held;

    private LedgerLock(FileStream held) => _held = held;

    /// <exception cref="LedgerUnusableException">The folder is not writable, or another process uses the ledger.</exception>
    public static LedgerLock Take(string ledger)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(ledger))!;
        Prepare(folder);
        var path = Path.Combine(folder, "ledger.lock");
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new LedgerUnusableException(
                $"the ledger {ledger} can be used by one process at a time, but another one is using it; stop that one, or give this one "
                + "another folder with PARETUNE_HOME", taken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, refused);
        }
    }

    public void Dispose() => _held.Dispose();

    private static void Prepare(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(folder, refused);
        }
    }

    private static LedgerUnusableException NotWritable(string folder, Exception cause) => new(
        $"the ledger's folder must be writable, but {folder} is not: {cause.Message} Choose another with PARETUNE_HOME", cause);
}
