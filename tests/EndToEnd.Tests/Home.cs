namespace Paretune.EndToEnd.Tests;

/// <summary>A PARETUNE_HOME of one test, gone afterwards.</summary>
internal sealed class Home : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("paretune-e2e-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
