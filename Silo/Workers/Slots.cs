using Paretune.Silo.Start;

namespace Paretune.Silo.Workers;

/// <summary>Computes the slots of a device for several trials at once, each with its own worker and thread.</summary>
internal static class Slots
{
    /// <summary>The share of a device's memory that predicted needs may fill; the rest is for needs that are not predicted.</summary>
    public const double MemoryShare = 0.8;

    /// <summary>Returns the names of a device's workers: <c>cuda:0</c>, <c>cuda:0/2</c>, <c>cuda:0/3</c>.</summary>
    public static IEnumerable<string> Create(string device, int slots) =>
        Enumerable.Range(1, slots).Select(slot => slot == 1 ? device : $"{device}/{slot}");

    /// <summary>Returns the CPU threads of one trial. Slots of a CPU divide the threads; beside a GPU each gets all.</summary>
    /// <exception cref="StartupException">There are fewer threads than slots on the CPU.</exception>
    public static int ThreadsOf(string device, SiloOptions options) => device != "cpu" ? options.Threads
        : options.Slots <= options.Threads ? options.Threads / options.Slots
        : throw new StartupException(
            $"Paretune:Slots must be at most Paretune:Threads on a CPU, where each slot has its own threads, but they are "
            + $"{options.Slots} and {options.Threads}");
}
