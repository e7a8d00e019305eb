using Paretune.Tuning.Specs;

namespace Paretune.Storage.Trainers;

/// <summary>
/// The custom trainers of one machine: each a folder below <c>trainers</c> of the home, with its declaration, its assembly and what that
/// needs. Listing them runs none of their code.
/// </summary>
/// <param name="home">The folder PARETUNE_HOME names.</param>
public sealed class TrainerStore(string home)
{
    private readonly string _root = Path.Combine(home, "trainers");

    /// <summary>By name; also those whose declaration is wrong, with what is.</summary>
    public IReadOnlyList<TrainerReading> List() => Directory.Exists(_root)
        ? [.. new DirectoryInfo(_root).EnumerateDirectories().Where(folder => !folder.Name.StartsWith('.')).Select(Read)
            .OrderBy(one => one.Name, StringComparer.Ordinal)]
        : [];

    /// <summary>Where a trainer lies.</summary>
    /// <exception cref="ArgumentException">The name could lead out of the store's folder.</exception>
    public string Folder(string name) => TrainerReader.IsName(name)
        ? Path.Combine(_root, name)
        : throw new ArgumentException($"a trainer's name must be lower-case letters, digits and dashes, but is \"{name}\"", nameof(name));

    /// <summary>A trainer's declaration, or what is wrong with it.</summary>
    /// <exception cref="ArgumentException">The name could lead out of the store's folder.</exception>
    public TrainerReading Read(string name) => Read(new DirectoryInfo(Folder(name)));

    private static TrainerReading Read(DirectoryInfo folder)
    {
        try
        {
            var (text, fault) = StrictText.Decode(File.ReadAllBytes(Path.Combine(folder.FullName, TrainerReader.FileName)));
            return text is null
                ? new(folder.Name, null, [new($"line {fault!.Value.Line}", fault.Value.Message)])
                : TrainerReader.Read(folder.Name, new StringReader(text));
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return new(folder.Name, null, [new(TrainerReader.FileName, $"must be a file that can be read, but: {missing.Message}")]);
        }
    }
}
