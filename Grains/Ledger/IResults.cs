namespace Paretune.Grains.Ledger;

/// <summary>Finds trials whose results can be reused, by an index over all searches.</summary>
public interface IResults
{
    /// <summary>
    /// Returns the trials whose training completed with one of these results: trained ones before those that reused a result, older before
    /// newer; none of deleted searches.
    /// </summary>
    /// <param name="keys">Values of <see cref="AttemptEnded.Result"/>.</param>
    /// <param name="most">The maximum number of trials.</param>
    Task<IReadOnlyList<ResultHolder>> Find(IReadOnlyCollection<string> keys, int most, CancellationToken cancellation);
}

/// <summary>A trial that has a result.</summary>
public sealed record ResultHolder(string Key, TrialId Trial);
