using Paretune.Dashboard.Trials;

namespace Paretune.Dashboard.Tests.Trials;

/// <summary>Models that a test says its attempts left.</summary>
internal sealed class KeptModels : IModels
{
    public Dictionary<(TrialId Trial, int Attempt), string> Left { get; } = [];

    public Task<Stream?> Open(TrialId trial, int attempt, CancellationToken cancellation) => Task.FromResult<Stream?>(
        Left.TryGetValue((trial, attempt), out var model) ? new MemoryStream(System.Text.Encoding.UTF8.GetBytes(model)) : null);
}
