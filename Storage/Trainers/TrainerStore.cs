using Paretune.Tuning.Specs;

namespace Paretune.Storage.Trainers;

/// <summary>
/// The custom trainers of one machine. Each has a folder in <c>trainers</c> of the home with its declaration, its assembly or program, and
/// their dependencies; pushed trainers are stored by version. Listing trainers runs none of their code.
/// </summary>
/// <param name="home">The folder named by PARETUNE_HOME.</param>
/// <param name="laid">The folder of trainers that were not pushed; null for <c>trainers</c> in the home.</param>
public sealed class TrainerStore(string home, string? laid = null)
{
    private readonly string _root = laid ?? Path.Combine(home, "trainers");
    private readonly PushedTrainers _pushed = new(Path.Combine(home, "trainers", ".pushed"));

    /// <summary>
    /// Returns all trainers by name, including those whose declarations have errors. A pushed trainer has all its versions, the current one
    /// first.
    /// </summary>
    public IReadOnlyList<TrainerReadResult> List()
    {
        var there = Directory.Exists(_root)
            ? new DirectoryInfo(_root).EnumerateDirectories().Where(folder => !folder.Name.StartsWith('.'))
                .Select(folder => Read(folder, folder.Name)).ToList()
            : [];
        // The sort is stable, so versions keep their order.
        return [
            .. there.Concat(_pushed.List().Where(pushed => !there.Exists(one => one.Name == pushed.Name)))
                .OrderBy(one => one.Name, StringComparer.Ordinal)];
    }

    /// <summary>The folder of a trainer.</summary>
    /// <param name="version">Null for a trainer that was not pushed.</param>
    /// <exception cref="ArgumentException">The name or the version could lead out of the store's folder.</exception>
    public string Folder(string name, string? version = null)
    {
        if (!TrainerReader.IsName(name))
            throw new ArgumentException(
                $"a trainer's name must be lower-case letters, digits and dashes, but is \"{name}\"", nameof(name));
        return version is null ? Path.Combine(_root, name) : _pushed.Folder(name, version);
    }

    /// <summary>Reads a trainer's declaration, or its errors.</summary>
    /// <inheritdoc cref="Folder"/>
    public TrainerReadResult Read(string name, string? version = null)
    {
        var folder = new DirectoryInfo(Folder(name, version));
        return version is null ? Read(folder, name) : _pushed.Read(name, version);
    }

    /// <summary>Stores a new version of a trainer and makes it the current one; equal content is the same version.</summary>
    /// <param name="tar">The path of a tar file of the trainer's folder, with <c>trainer.yaml</c> at its top.</param>
    /// <returns>The pushed trainer with its version, or the errors for which it was rejected.</returns>
    /// <exception cref="IOException">Another push of this name is in progress, or the disk failed.</exception>
    public TrainerReadResult Push(string name, string tar, CancellationToken cancellation)
    {
        if (!TrainerReader.IsName(name))
            return TrainerReader.Read(name, TextReader.Null) is var wrong ? wrong with { Errors = [.. wrong.Errors.Take(1)] } : wrong;
        return Directory.Exists(Path.Combine(_root, name))
            ? new(name, null, [new("name", $"must not be that of a trainer that was copied into {_root}; remove {name} there, or choose "
                + "another name")])
            : _pushed.Push(name, tar, cancellation);
    }

    internal static TrainerReadResult Read(DirectoryInfo folder, string name)
    {
        try
        {
            var (text, error) = StrictText.Decode(File.ReadAllBytes(Path.Combine(folder.FullName, TrainerReader.FileName)));
            return text is null
                ? new(name, null, [new($"line {error!.Value.Line}", error.Value.Message)])
                : TrainerReader.Read(name, new StringReader(text));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return new(name, null, [new(TrainerReader.FileName, $"cannot be read: {missing.Message}")]);
        }
    }
}
