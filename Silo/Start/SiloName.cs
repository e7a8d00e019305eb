using System.Security.Cryptography;
using System.Text;

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
        if (Read(file) is { } id)
            return id;
        // Flushed and moved into place, so that processes that start together read one complete id. One that is not complete is replaced.
        var draft = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            using (var stream = new FileStream(draft, FileMode.CreateNew))
            {
                stream.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetString(IdLetters, IdLength)));
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, file, overwrite: File.Exists(file));
        }
        catch (IOException) when (Read(file) is not null)
        {
            // Another process was first.
        }
        finally
        {
            File.Delete(draft);
        }

        return Read(file) ?? throw new IOException($"{file} must hold {IdLength} letters; delete it");
    }

    /// <summary>Returns the id in a file; null if there is none, or not a complete one.</summary>
    private static string? Read(string file) =>
        File.Exists(file) && File.ReadAllText(file) is { Length: IdLength } id && id.All(IdLetters.Contains) ? id : null;
}
