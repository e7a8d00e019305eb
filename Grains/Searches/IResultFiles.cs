namespace Paretune.Grains.Searches;

/// <summary>The models of trials, for a trial that takes the result of an equal one.</summary>
public interface IResultFiles
{
    /// <summary>Copies what an attempt left, its checkpoints aside, so that nothing of it is lost with the search that it is of.</summary>
    /// <returns>Whether its model was there.</returns>
    Task<bool> Copy(TrialId from, int attempt, TrialId to, int toAttempt, CancellationToken cancellation);
}

/// <summary>Of a silo that keeps no models: then no result is reused.</summary>
internal sealed class NoResultFiles : IResultFiles
{
    public Task<bool> Copy(TrialId from, int attempt, TrialId to, int toAttempt, CancellationToken cancellation) => Task.FromResult(false);
}
