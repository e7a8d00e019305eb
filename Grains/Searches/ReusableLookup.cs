using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

/// <summary>Counts the results that a search could reuse.</summary>
internal static class ReusableLookup
{
    // Many trials may have a copy of the same result; each result is counted once.
    private const int MostHolders = 20_000;

    public static async Task<ReusableResults> Find(
        SearchSpec spec, Dataset dataset, IEnumerable<WorkerId> workers, IResults results, CancellationToken cancellation)
    {
        var wanted = await Task.Run(() => ReusableTrials.KeysOf(spec, dataset, workers), cancellation);
        if (wanted.Count == 0)
            return ReusableResults.None;
        var holders = (await results.Find([.. wanted.SelectMany(keys => keys)], MostHolders, cancellation)).DistinctBy(one => one.Key)
            .ToDictionary(one => one.Key, one => one.Trial.Search);
        SearchId[] found = [.. wanted.Select(keys => keys.Where(holders.ContainsKey).Select(key => holders[key]).Take(1))
            .SelectMany(one => one)];
        return new(wanted.Count, found.Length, [
            .. found.CountBy(search => search).OrderByDescending(one => one.Value).ThenBy(one => one.Key.Value, StringComparer.Ordinal)
                .Select(one => new ReusableSearch(one.Key, one.Value))]);
    }
}
