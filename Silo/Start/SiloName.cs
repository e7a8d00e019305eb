namespace Paretune.Silo.Start;

/// <summary>
/// What a process is called in the cluster. Workers that share a machine are numbered by a lock file each, so that one which is started
/// again after a kill gets its old name, and with it loses its old leases at once.
/// </summary>
internal sealed class SiloName : IDisposable
{
    private const int _most = 1000;
    private readonly FileStream? _held;

    private SiloName(string value, FileStream? held = null) => (Value, _held) = (value, held);

    public string Value { get; }

    public static SiloName Take(SiloOptions options, string home)
    {
        if (options.Name is { } chosen)
            return new(chosen);
        if (options.Role != SiloRole.Worker)
            return new(Environment.MachineName);
        var folder = Directory.CreateDirectory(Path.Combine(home, "workers")).FullName;
        for (var number = 1; number <= _most; number++)
        {
            var name = $"{Environment.MachineName}-{number}";
            try
            {
                return new(name, new FileStream(Path.Combine(folder, $"{name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                // Another worker of this machine has that number.
            }
        }

        throw new StartRefusedException($"{folder} has no free name for a worker of this machine; set Paretune:{nameof(SiloOptions.Name)}");
    }

    public void Dispose() => _held?.Dispose();
}
