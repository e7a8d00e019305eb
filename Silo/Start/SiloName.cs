namespace Paretune.Silo.Start;

/// <summary>
/// The name of a process in the cluster. Processes that share a machine are numbered, by one lock file each. A worker that restarts after a
/// kill thus gets its old name, which releases its old leases at once, and no two processes write under one name.
/// </summary>
internal sealed class SiloName : IDisposable
{
    private const int Most = 1000;
    private readonly FileStream? _held;

    private SiloName(string value, FileStream? held = null) => (Value, _held) = (value, held);

    public string Value { get; }

    public static SiloName Take(SiloOptions options, string home)
    {
        if (options.Name is { } chosen)
            return new(chosen);
        if (options.Role == SiloRole.Standalone)
            return new(Environment.MachineName);
        var kind = options.Role == SiloRole.Worker ? "" : $"{options.Role}-".ToLowerInvariant();
        var folder = Directory.CreateDirectory(Path.Combine(home, "workers")).FullName;
        for (var number = 1; number <= Most; number++)
        {
            var name = $"{Environment.MachineName}-{kind}{number}";
            try
            {
                return new(
                    name,
                    new FileStream(Path.Combine(folder, $"{name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                // Another process on this machine has that number.
            }
        }

        throw new StartupException(
            $"{folder} has no free name for a process of this machine; set Paretune:{nameof(SiloOptions.Name)}");
    }

    public void Dispose() => _held?.Dispose();
}
