using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Trials;

/// <summary>Files that a test says its attempts left.</summary>
internal sealed class KeptFiles : ITrialFiles
{
    public Dictionary<(TrialId Trial, int Attempt, AttemptFile File), string> Left { get; } = [];

    /// <summary>The trial whose files lie in a place that is away.</summary>
    public TrialId? Away { get; set; }

    /// <summary>How often a file was asked for.</summary>
    public int Opened { get; private set; }

    public Task<Stream?> Open(TrialId trial, int attempt, AttemptFile file, CancellationToken cancellation)
    {
        Opened++;
        return Task.FromResult<Stream?>(
            trial == Away ? throw new IOException("the bucket must be reachable, but is not")
            : Left.TryGetValue((trial, attempt, file), out var content) ? new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)) : null);
    }
}
