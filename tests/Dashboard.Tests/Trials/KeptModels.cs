using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Trials;

/// <summary>Models that a test says its attempts left.</summary>
internal sealed class KeptModels : IModels
{
    public Dictionary<(TrialId Trial, int Attempt), string> Left { get; } = [];

    /// <summary>The trial whose model lies in a place that is away.</summary>
    public TrialId? Away { get; set; }

    public Task<Stream?> Open(TrialId trial, int attempt, CancellationToken cancellation) => Task.FromResult<Stream?>(
        trial == Away ? throw new IOException("the bucket must be reachable, but is not")
        : Left.TryGetValue((trial, attempt), out var model) ? new MemoryStream(System.Text.Encoding.UTF8.GetBytes(model)) : null);
}
