using System.Text.RegularExpressions;

namespace Paretune.Training.Libtorch;

/// <summary>
/// A libtorch from pip, conda, a base image or pytorch.org, used instead of the one in the packages. PARETUNE_LIBTORCH names the folder
/// that contains libtorch_cpu.so, such as <c>…/site-packages/torch/lib</c>.
/// </summary>
internal sealed partial class LibtorchFolder
{
    public const string Variable = "PARETUNE_LIBTORCH";

    /// <summary>
    /// The libtorch version that TorchSharp's package is built for. It is a constant, because asking torch would load it.
    /// </summary>
    internal const string BuiltFor = "2.10";

    private readonly string _path;

    private LibtorchFolder(string path, string version) => (_path, Version) = (path, version);

    /// <summary>Null if the variable is not set.</summary>
    public static LibtorchFolder? Chosen => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? At(folder) : null;

    public string Version { get; }

    /// <summary>
    /// TorchSharp's native library built for this libtorch; null if the folder has none, so that the package's library must fit.
    /// </summary>
    public string? Bindings => Find("libLibTorchSharp.so");

    /// <exception cref="LibtorchLoadException">
    /// The folder contains no libtorch, or an incompatible one; the message says what to do.
    /// </exception>
    public static LibtorchFolder At(string folder)
    {
        if (!File.Exists(Path.Combine(folder, "libtorch_cpu.so")))
            throw new LibtorchLoadException(
                $"{Variable}: {folder} does not contain libtorch_cpu.so; set it to the folder that this prints: python3 -c "
                + "\"import os, torch; print(os.path.join(os.path.dirname(torch.__file__), 'lib'))\"");
        var found = new LibtorchFolder(Path.GetFullPath(folder), VersionOf(folder));
        if (found.Bindings is null && Release(found.Version) != BuiltFor)
            throw new LibtorchLoadException(
                $"{Variable}: {folder} holds libtorch {found.Version}, but TorchSharp is built for {BuiltFor}; "
                + $"install torch {BuiltFor}, or put a libLibTorchSharp.so built for {Release(found.Version)} into the folder");
        return found;
    }

    public string? Find(string file) => Path.Combine(_path, file) is var path && File.Exists(path) ? path : null;

    /// <summary>
    /// Reads the version from the file that pip and conda write beside the library's folder, or from pytorch.org's archive.
    /// </summary>
    private static string VersionOf(string folder)
    {
        var above = Path.Combine(folder, "..");
        if (File.Exists(Path.Combine(above, "version.py"))
            && Assigned().Match(File.ReadAllText(Path.Combine(above, "version.py"))) is { Success: true } match)
            return match.Groups[1].Value;
        if (File.Exists(Path.Combine(above, "build-version")))
            return File.ReadAllText(Path.Combine(above, "build-version")).Trim();
        throw new LibtorchLoadException(
            $"{Variable}: the version of the libtorch in {folder} is unknown: found neither version.py nor build-version next to the "
            + "folder");
    }

    /// <summary>The first two numbers of a version, within which libtorch keeps its binary interface.</summary>
    private static string Release(string version) => string.Join('.', version.Split('.').Take(2));

    [GeneratedRegex("""^__version__ = ['"]([^'"]+)['"]""", RegexOptions.Multiline)]
    private static partial Regex Assigned();
}
