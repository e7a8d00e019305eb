using System.Security.Cryptography;

namespace Paretune.Silo.Start;

/// <summary>
/// The name of a process in the cluster. Processes that share a machine and a home are numbered, by one lock file each, and a random id in
/// the home tells apart those of different homes, whose machines may have one name. A worker that restarts after a kill thus gets its old
/// name, which releases its old leases at once, and no two processes have one name.
/// </summary>
internal sealed class SiloName : IDisposable
{
    private const int Most = 1000, IdLength = 6;
    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz";
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
        var prefix = $"{Environment.MachineName}-{Id(folder)}-{kind}";
        for (var number = 1; number <= Most; number++)
        {
            var name = $"{prefix}{number}";
            try
            {
                return new(
                    name,
                    new FileStream(Path.Combine(folder, $"{name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                // Another process of this machine and home has that number.
            }
        }

        throw new StartupException(
            $"{folder} has no free name for a process of this machine; set Paretune:{nameof(SiloOptions.Name)}");
    }

    public void Dispose() => _held?.Dispose();

    /// <summary>Returns the id of the home, which its first process draws.</summary>
    private static string Id(string folder)
    {
        var file = Path.Combine(folder, "id");
        if (!File.Exists(file))
        {
            // Moved into place, so that processes that start together read one complete id.
            var draft = Path.Combine(folder, Path.GetRandomFileName());
            File.WriteAllText(draft, RandomNumberGenerator.GetString(IdLetters, IdLength));
            try
            {
                File.Move(draft, file);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(draft);
            }
        }

        return File.ReadAllText(file);
    }
}
