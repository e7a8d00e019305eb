using System.Globalization;

namespace Paretune.Training.Commands;

/// <summary>
/// Identifies the processes of one attempt: by its session, if that is still the same one, and by the attempt's token, which is in the
/// environment of processes that left the session.
/// </summary>
/// <param name="Session">The id of the first process, its session and its group.</param>
/// <param name="Started">When the first process started, in ticks since boot. Needed because ids are reused.</param>
/// <param name="Boot">The kernel's id of this boot.</param>
internal sealed record ProcessRecord(int Session, long Started, string Boot, string Token)
{
    public const string FileName = "processes";

    private const string Proc = "/proc";

    // Fields of /proc/PID/stat after the name: state, parent, group, session. The start time is field 22 of the whole line.
    private const int State = 0, ParentField = 1, SessionField = 3, StartField = 19;

    public static ProcessRecord From(int session, string token) => new(session, Stat(session)?.Started ?? 0, BootNow(), token);

    public static ProcessRecord? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) && File.ReadAllText(path).Split(' ') is [var session, var started, var boot, var token]
            && int.TryParse(session, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(started, CultureInfo.InvariantCulture, out var at)
            ? new(id, at, boot, token) : null;
    }

    public void Write(string folder) => File.WriteAllText(
        Path.Combine(folder, FileName), string.Create(CultureInfo.InvariantCulture, $"{Session} {Started} {Boot} {Token}"));

    /// <summary>Returns the processes that are alive.</summary>
    public IEnumerable<int> Living()
    {
        if (Boot != BootNow())
            yield break;
        var isSame = Stat(Session) is not { } leader || leader.Started == Started;
        foreach (var process in Processes())
            if (Stat(process) is { IsZombie: false } stat && ((isSame && stat.Session == Session) || HasToken(process)))
                yield return process;
    }

    /// <summary>Kills all processes that are alive, and those that they start meanwhile, and waits until they are gone.</summary>
    /// <param name="asked">Processes that were asked to end before.</param>
    /// <returns>The number of processes found.</returns>
    public int Kill(params IEnumerable<int> asked)
    {
        // On a busy machine a killed process exits only when it is scheduled; one that waits for a disk may take long.
        const int Rounds = 250;
        var pause = TimeSpan.FromMilliseconds(20);
        var killed = new HashSet<int>();
        for (var round = 0; round < Rounds && Living().ToList() is { Count: > 0 } living; round++)
        {
            foreach (var process in living)
                _ = NativeProcess.Send(process, NativeProcess.Kill);
            killed.UnionWith(living);
            Task.Delay(pause, TimeProvider.System).GetAwaiter().GetResult();
        }

        Reap([.. asked, .. killed]);
        return killed.Count;
    }

    /// <summary>
    /// Frees the ids of ended processes that this process inherited when their parents ended, as the first process of a container does.
    /// </summary>
    private void Reap(HashSet<int> ended)
    {
        foreach (var process in Processes())
            if (process != Session && Stat(process) is { IsZombie: true } stat && stat.Parent == Environment.ProcessId
                && (stat.Session == Session || ended.Contains(process)))
                NativeProcess.Reap(process);
    }

    private static IEnumerable<int> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories(Proc))
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), CultureInfo.InvariantCulture, out var process))
                yield return process;
    }

    private bool HasToken(int process)
    {
        try
        {
            return File.ReadAllText($"{Proc}/{process}/environ").Contains(Token, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static (int Parent, int Session, long Started, bool IsZombie)? Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"{Proc}/{process}/stat");
            // The name may contain any character, parentheses included.
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[ParentField], CultureInfo.InvariantCulture),
                int.Parse(fields[SessionField], CultureInfo.InvariantCulture),
                long.Parse(fields[StartField], CultureInfo.InvariantCulture), fields[State] is "Z" or "X");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string BootNow() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
}
