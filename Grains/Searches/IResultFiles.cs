namespace Paretune.Grains.Searches;

/// <summary>The models of trials, for a trial that takes the result of an equal one.</summary>
public interface IResultFiles
{
    /// <summary>Copies what an attempt left, its checkpoints aside, so that nothing is lost when its search is deleted.</summary>
    /// <returns>Whether its model was there.</returns>
    Task<bool> Copy(TrialId from, int attempt, TrialId to, int toAttempt, CancellationToken cancellation);
}

/// <summary>For a silo without models: no result is reused.</summary>
internal sealed class NoResultFiles : IResultFiles
{
    public Task<bool> Copy(TrialId from, int attempt, TrialId to, int toAttempt, CancellationToken cancellation) => Task.FromResult(false);
}
