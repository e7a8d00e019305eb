using System.Runtime.InteropServices;

namespace Paretune.Training.Libtorch;

/// <summary>Configures how the memory of activations is allocated and released.</summary>
internal static partial class Allocation
{
    // Constants of glibc's malloc.h.
    private const int TrimThreshold = -1, TopPad = -2, MostMappings = -4;
    private const int Pad = 64 << 20;

    /// <summary>
    /// Keeps freed memory in the process. By default, each allocation of more than a few megabytes is a separate mapping that is unmapped
    /// when freed, so every page of the next one causes a page error: copying 51 MB took 45 ms into new memory and 8 ms into memory in use
    /// before (Debian 12, 2 shared cores of an AMD EPYC 9004, 2026-11-26).
    /// </summary>
    public static void KeepFreed()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetOption(MostMappings, 0);
            _ = SetOption(TrimThreshold, int.MaxValue);
            _ = SetOption(TopPad, Pad);
        }
        catch (EntryPointNotFoundException)
        {
            // The C library is not glibc.
        }
    }

    /// <summary>Returns unused memory to the system, for example after the last epoch of a trial.</summary>
    public static void GiveBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // The C library is not glibc.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint pad);
}
