using System.Globalization;

namespace Paretune.Training.Commands;

/// <summary>Counts how often the kernel has killed a process of this container because memory ran out, if cgroups report it.</summary>
internal static class KilledForMemory
{
    private static readonly string[] Files = ["/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"];

    public static long Count()
    {
        foreach (var file in Files)
        {
            try
            {
                foreach (var line in File.ReadLines(file))
                    if (line.Split(' ') is ["oom_kill", var count] && long.TryParse(count, CultureInfo.InvariantCulture, out var killed))
                        return killed;
            }
            catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
            {
                // Another version of cgroups, or none.
            }
        }

        return 0;
    }
}
