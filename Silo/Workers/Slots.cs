using Paretune.Silo.Start;

namespace Paretune.Silo.Workers;

/// <summary>Several trials on one device at once, each with its own worker and thread.</summary>
internal static class Slots
{
    /// <summary>Of a device's memory that predicted needs may fill; the rest is for what is not predicted.</summary>
    public const double MemoryShare = 0.8;

    /// <summary>The names of a device's workers: <c>cuda:0</c>, <c>cuda:0/2</c>, <c>cuda:0/3</c>.</summary>
    public static IEnumerable<string> Create(string device, int slots) =>
        Enumerable.Range(1, slots).Select(slot => slot == 1 ? device : $"{device}/{slot}");

    /// <summary>CPU threads of one trial: on a CPU its slots share them; beside a GPU they only wait for it.</summary>
    /// <exception cref="StartupException">A slot of a CPU would have none.</exception>
    public static int ThreadsOf(string device, SiloOptions options) => device != "cpu" ? options.Threads
        : options.Slots <= options.Threads ? options.Threads / options.Slots
        : throw new StartupException(
            $"Paretune:Slots must be at most Paretune:Threads on a CPU, where each slot has its own threads, but they are "
            + $"{options.Slots} and {options.Threads}");
}
