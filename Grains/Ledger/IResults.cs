namespace Paretune.Grains.Ledger;

/// <summary>Which trials have a result that others may take, found by an index over all searches.</summary>
public interface IResults
{
    /// <summary>
    /// The trials whose training completed with one of these results, those that were trained before those that took theirs from another,
    /// and the older before the newer; none of searches that were deleted.
    /// </summary>
    /// <param name="keys">As <see cref="AttemptEnded.Result"/>.</param>
    /// <param name="most">Trials at most.</param>
    Task<IReadOnlyList<ResultHolder>> Find(IReadOnlyCollection<string> keys, int most, CancellationToken cancellation);
}

/// <summary>A trial that has a result.</summary>
public sealed record ResultHolder(string Key, TrialId Trial);
