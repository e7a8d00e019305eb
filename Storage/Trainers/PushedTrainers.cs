using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Paretune.Storage.Files;
using Paretune.Storage.Imports;
using Paretune.Tuning.Specs;

namespace Paretune.Storage.Trainers;

/// <summary>
/// Trainers pushed over HTTP. Each content is stored once in <c>NAME/VERSION</c>, which never changes; <c>NAME/current</c> names the
/// version for searches that name none. Versions are kept, because searches pin them.
/// </summary>
internal sealed partial class PushedTrainers(string root)
{
    private const string CurrentFile = "current", Content = "content";
    private const int VersionLetters = 12;

    // A version's declaration never changes, and every submission reads it.
    private readonly ConcurrentDictionary<(string Name, string Version), TrainerReadResult> _read = [];

    /// <summary>Returns every version by name, the current one first and then the others from newest to oldest.</summary>
    public IEnumerable<TrainerReadResult> List() =>
        from folder in Folders(root).OrderBy(folder => folder.Name, StringComparer.Ordinal)
        let current = Current(folder.Name)
        from version in Folders(folder.FullName)
            .OrderByDescending(version => version.Name == current).ThenByDescending(version => version.CreationTimeUtc)
        select Read(folder.Name, version.Name);

    /// <exception cref="ArgumentException">The version could lead out of the store's folder.</exception>
    public string Folder(string name, string version) => IsVersion().IsMatch(version)
        ? Path.Combine(root, name, version)
        : throw new ArgumentException($"a trainer's version must be {VersionLetters} digits and letters a to f, but is \"{version}\"");

    public TrainerReadResult Read(string name, string version)
    {
        if (_read.TryGetValue((name, version), out var known))
            return known;
        var reading = TrainerStore.Read(new DirectoryInfo(Folder(name, version)), name) with { Version = version };
        return reading.Declaration is null ? reading : _read[(name, version)] = reading;
    }

    /// <summary>Unpacks a tar file, and makes it the current version if its declaration has no errors.</summary>
    /// <exception cref="IOException">Another push of this name is in progress, or the disk failed.</exception>
    public TrainerReadResult Push(string name, string tar, CancellationToken cancellation)
    {
        using var work = WorkFolder.Claim(root, name);
        var unpacked = Directory.CreateDirectory(Path.Combine(work.Path, Content));
        var errors = new ErrorList();
        using (var archive = File.OpenRead(tar))
            Unpack(archive, unpacked.FullName, new(errors, null, cancellation) { Choices = new() { LeaveFree = ImportChoices.Reserve } });
        var reading = errors.Count > 0
            ? new(name, null, errors.Listed(Path.GetFileName(tar))) : TrainerStore.Read(unpacked, name);
        if (reading.Declaration is null)
            return reading;
        var version = VersionOf(unpacked);
        Directory.CreateDirectory(Path.Combine(root, name));
        var place = Folder(name, version);
        if (!Directory.Exists(place))
        {
            Protect(unpacked);
            Directory.Move(unpacked.FullName, place);
        }

        DurableFile.Write(Path.Combine(root, name, CurrentFile), file => file.Write(Encoding.UTF8.GetBytes(version)))
            .GetAwaiter().GetResult();
        return Read(name, version);
    }

    private static void Unpack(FileStream archive, string folder, ImportRun run)
    {
        var target = new UnpackTarget(folder, archive, run);
        try
        {
            TarUnpacking.Unpack(archive, archive, target);
        }
        catch (Exception cut) when (cut is InvalidDataException or EndOfStreamException)
        {
            target.AddError($"the body must be a complete tar, but is damaged ({cut.Message.TrimEnd('.')}); send it again");
        }
    }

    private string? Current(string name)
    {
        var file = Path.Combine(root, name, CurrentFile);
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    private static IEnumerable<DirectoryInfo> Folders(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).EnumerateDirectories().Where(folder => !folder.Name.StartsWith('.'))
        : [];

    /// <summary>Computes the version from the paths and contents of all files and which of them are executable.</summary>
    private static string VersionOf(DirectoryInfo folder)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/'), File: file))
            .OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            using var content = file.File.OpenRead();
            digest.AppendData(Encoding.UTF8.GetBytes($"{file.Path}\0{(IsRun(file.File) ? "x" : "")}\0"));
            digest.AppendData(SHA256.HashData(content));
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset())[..VersionLetters];
    }

    private static bool IsRun(FileInfo file) => !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute);

    /// <summary>Makes the files read-only, because a program that writes to its own folder would change what other trials run.</summary>
    private static void Protect(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
            file.IsReadOnly = true;
    }

    [GeneratedRegex(@"^[0-9a-f]{12}\z")]
    private static partial Regex IsVersion();
}
