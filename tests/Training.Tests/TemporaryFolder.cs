namespace Paretune.Training.Tests;

/// <summary>A test's temporary folder, deleted afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("paretune-training-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
