namespace Paretune.Grains.Ledger;

/// <summary>Finds trials whose results others may reuse, by an index over all searches.</summary>
public interface IResults
{
    /// <summary>
    /// The trials whose training completed with one of these results: trained ones before those that reused a result, older before newer;
    /// none of deleted searches.
    /// </summary>
    /// <param name="keys">As <see cref="AttemptEnded.Result"/>.</param>
    /// <param name="most">Trials at most.</param>
    Task<IReadOnlyList<ResultHolder>> Find(IReadOnlyCollection<string> keys, int most, CancellationToken cancellation);
}

/// <summary>A trial that has a result.</summary>
public sealed record ResultHolder(string Key, TrialId Trial);
