using Paretune.Dashboard.Datasets;

namespace Paretune.Dashboard.Tests;

/// <summary>One data set that is there, and imports that keep what they were given.</summary>
internal sealed class ListedDatasets : IDatasets
{
    public const string Name = "listed";

    /// <summary>What an archive is refused for: its content says so.</summary>
    public static readonly byte[] Broken = "broken"u8.ToArray();

    /// <summary>What an import of never ends by itself.</summary>
    public static readonly byte[] Endless = "endless"u8.ToArray();

    /// <summary>Completes once an <see cref="Endless"/> import runs.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The data set whose files were cut.</summary>
    public const string Cut = "cut";

    /// <summary>How often a sheet was made.</summary>
    public int Sampled { get; private set; }

    public byte[] Imported { get; private set; } = [];

    public IReadOnlyList<Dataset> List() => [Named(Name)];

    public DatasetDetail? Show(string name) => name switch
    {
        Name => new(Named(Name), [600, 400], [60, 40], "1a2b"),
        Cut => throw new InvalidDataException("train.bin must hold 2 bytes, but holds 1"),
        _ => null,
    };

    public byte[]? Samples(string name, int classIndex)
    {
        Sampled++;
        return name == Name && classIndex == 1 ? [1, 2, 3] : null;
    }

    public Fault? CheckName(string name) => name.All(char.IsAsciiLetterLower) ? null : new("name", $"must be letters, but is \"{name}\"");

    public async Task<DatasetResult> Import(string name, string path, CancellationToken cancellation)
    {
        Imported = await File.ReadAllBytesAsync(path, cancellation);
        if (Imported.AsSpan().SequenceEqual(Endless))
        {
            Waiting.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        }

        return Imported.AsSpan().SequenceEqual(Broken)
            ? new(null, [new("a.bin@17", "must be whole"), new("b.bin", "must be there")])
            : new(Named(name), []);
    }

    public Task<DatasetResult> Fetch(string name, CancellationToken cancellation) =>
        Task.FromResult(name == Name ? new DatasetResult(Named(name), []) : new(null, [new("name", $"must be listed, but is \"{name}\"")]));

    private static Dataset Named(string name) => new(name, ["cat", "dog"], 32, 1000, 100);
}
