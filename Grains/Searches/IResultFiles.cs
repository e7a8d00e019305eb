namespace Paretune.Grains.Searches;

/// <summary>Copies the models of trials, for trials that reuse the result of an equal one.</summary>
public interface IResultFiles
{
    /// <summary>Copies an attempt's files except its checkpoints, so that the copy survives when the attempt's search is deleted.</summary>
    /// <returns>Whether the model existed.</returns>
    Task<bool> Copy(TrialId from, int attempt, TrialId to, int toAttempt, CancellationToken cancellation);
}

/// <summary>For silos that do not store models: no result is reused.</summary>
internal sealed class NoResultFiles : IResultFiles
{
    public Task<bool> Copy(TrialId from, int attempt, TrialId to, int toAttempt, CancellationToken cancellation) => Task.FromResult(false);
}
