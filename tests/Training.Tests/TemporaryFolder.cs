namespace Paretune.Training.Tests;

/// <summary>A folder of one test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("paretune-training-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
