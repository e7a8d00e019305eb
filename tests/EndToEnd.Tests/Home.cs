namespace Paretune.EndToEnd.Tests;

/// <summary>A test's PARETUNE_HOME, deleted afterwards.</summary>
internal sealed class Home : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("paretune-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
