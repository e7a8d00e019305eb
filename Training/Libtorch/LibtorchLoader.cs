using System.Runtime.InteropServices;
using System.Security.Cryptography;
using TorchSharp;

namespace Paretune.Training.Libtorch;

/// <summary>The loaded libtorch.</summary>
/// <param name="Devices">Names of the visible GPUs by index; empty if there are none.</param>
/// <param name="IsLimited">Whether convolutions on the CPU are limited to AVX, because the machine reports no caches.</param>
public sealed record LibtorchVersion(string Version, IReadOnlyList<string> Devices, bool Patched, bool IsLimited);

/// <summary>Thrown if libtorch cannot be loaded; the message says what to install.</summary>
public sealed class LibtorchLoadException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Loads libtorch once per process, before the first use of torch: the one in the packages, or the one in the folder that PARETUNE_LIBTORCH
/// names.
/// </summary>
public static class LibtorchLoader
{
    private const string Library = "libLibTorchSharp.so";
    private static readonly Lazy<LibtorchVersion> Loaded = new(LoadOnce);

    /// <summary>Loads libtorch. Repeated calls return the first call's result; thread-safe.</summary>
    /// <exception cref="LibtorchLoadException">libtorch cannot be loaded; the message says why and what to install.</exception>
    public static LibtorchVersion Load() => Loaded.Value;

    private static LibtorchVersion LoadOnce()
    {
        try
        {
            OpenMp.WaitPassively();
            var isLimited = OneDnn.LimitWhereCachesAreUnknown();
            var patched = OperatingSystem.IsLinux() && Preload();
            torch.InitializeDeviceType(DeviceType.CPU);
            OneDnn.Check();
            return new(LibtorchFolder.Chosen?.Version ?? torch.__version__, GpuNames.Read(), patched, isLimited);
        }
        catch (Exception problem) when (
            problem is DllNotFoundException or TypeInitializationException or NotSupportedException or IOException
            or InvalidDataException or BadImageFormatException)
        {
            throw new LibtorchLoadException(
                $"libtorch cannot be loaded: {Innermost(problem).Message}. It needs a 64-bit system with glibc 2.34 or newer and libstdc++ "
                + "(Debian, Ubuntu: apt-get install libstdc++6; Fedora: dnf install libstdc++)", problem);
        }
    }

    /// <summary>Loads the native libraries by their full paths, so that TorchSharp then finds them by name.</summary>
    /// <returns>Whether the patched copy was used.</returns>
    private static bool Preload()
    {
        var chosen = LibtorchFolder.Chosen;
        foreach (var part in (string[])["libtorch_cpu.so", "libtorch_cuda.so", "libtorch.so"])
        {
            if ((chosen is null ? Find(part) : chosen.Find(part)) is { } file)
                NativeLibrary.Load(file);
        }

        if (chosen?.Bindings is { } bindings)
        {
            var loaded = NativeLibrary.Load(bindings);
            NativeLibrary.SetDllImportResolver(typeof(torch).Assembly, (name, _, _) => name == "LibTorchSharp" ? loaded : 0);
            return false;
        }

        if (Find(Library) is not { } path)
            return false; // TorchSharp searches other places and reports best what is missing.

        try
        {
            NativeLibrary.Load(path);
            return false;
        }
        catch (DllNotFoundException problem) when (problem.Message.Contains(ElfPatch.MissingVersion, StringComparison.Ordinal))
        {
            NativeLibrary.Load(PatchedCopy(path, CacheFolder()));
            return true;
        }
    }

    /// <summary>
    /// Returns the path of the patched copy of <paramref name="library"/>, written to <paramref name="cache"/> unless a valid copy exists.
    /// </summary>
    internal static string PatchedCopy(string library, string cache)
    {
        var bytes = File.ReadAllBytes(library);
        var source = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        ElfPatch.Apply(bytes);
        var copy = Path.Combine(cache, $"libLibTorchSharp-{source}.so");
        try
        {
            if (!File.Exists(copy) || !SHA256.HashData(File.ReadAllBytes(copy)).AsSpan().SequenceEqual(SHA256.HashData(bytes)))
                Replace(copy, bytes);
            return copy;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new LibtorchLoadException(
                $"this system's libstdc++ is older than GCC 13's, and the copy of {Library} made for it cannot be written to {copy}: "
                + $"{problem.Message}. Set XDG_CACHE_HOME to a folder that can be written, or install libstdc++ of GCC 13 or newer",
                problem);
        }
    }

    /// <summary>Writes a temporary file and renames it: if two processes start at once, the later one replaces equal bytes.</summary>
    private static void Replace(string copy, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        var beside = $"{copy}.{Path.GetRandomFileName()}";
        File.WriteAllBytes(beside, bytes);
        File.Move(beside, copy, overwrite: true);
    }

    private static string? Find(string file)
    {
        var searched = AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "";
        return searched.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(File.Exists);
    }

    private static string CacheFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "paretune");
    }

    private static Exception Innermost(Exception problem) => problem.InnerException is { } inner ? Innermost(inner) : problem;
}
