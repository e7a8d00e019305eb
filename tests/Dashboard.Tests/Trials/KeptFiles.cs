using System.Text;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Tests.Trials;

/// <summary>A file store with the files that a test puts into it.</summary>
internal sealed class KeptFiles : IFileStore
{
    public Dictionary<TrialFile, string> Left { get; } = [];

    /// <summary>The binary files.</summary>
    public Dictionary<TrialFile, byte[]> LeftBytes { get; } = [];

    /// <summary>The trial whose files cannot be reached.</summary>
    public TrialId? Away { get; set; }

    /// <summary>How often a file was opened.</summary>
    public int Opened { get; private set; }

    public Task<Stream?> Open(TrialFile file, CancellationToken cancellation)
    {
        Opened++;
        return Task.FromResult<Stream?>(
            file.Trial == Away ? throw new IOException("the bucket must be reachable, but is not")
            : LeftBytes.TryGetValue(file, out var bytes) ? new MemoryStream(bytes)
            : Left.TryGetValue(file, out var content) ? new MemoryStream(Encoding.UTF8.GetBytes(content)) : null);
    }

    public Task Write(TrialFile file, Action<Stream> content, CancellationToken cancellation)
    {
        using var written = new MemoryStream();
        content(written);
        lock (LeftBytes)
            LeftBytes[file] = written.ToArray();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<TrialFile>> List(TrialId? trial, CancellationToken cancellation)
    {
        lock (LeftBytes)
            return Task.FromResult<IReadOnlyList<TrialFile>>([.. LeftBytes.Keys.Where(file => trial is null || file.Trial == trial)]);
    }

    public Task Delete(TrialFile file, CancellationToken cancellation)
    {
        lock (LeftBytes)
            LeftBytes.Remove(file);
        return Task.CompletedTask;
    }

    public Task DeleteFolders(SearchId search, CancellationToken cancellation) => Task.CompletedTask;
}
