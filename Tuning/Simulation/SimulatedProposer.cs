using System.Collections.Immutable;

namespace Paretune.Tuning.Simulation;

/// <summary>
/// Adds trials to a search whose strategy proposes none, a few at a time, and repeats a request that gets no answer. Then finishes the
/// search.
/// </summary>
internal sealed class SimulatedProposer(SimulatedCluster cluster, ITruth truth)
{
    private const int Together = 3;
    private const double Patience = 5;

    public void Begin() => Add(from: 0);

    private void Add(int from)
    {
        if (cluster.Owner.EndedAt is not null)
            return;
        ImmutableArray<GivenTrial> given =
            [.. truth.Candidates.Skip(from).Take(Together).Select(one => new GivenTrial(one.Network, one.Configuration))];
        if (given.IsEmpty)
        {
            Finish();
            return;
        }

        var isAnswered = false;
        cluster.Owner.Ask(
            search => search.Show()?.IsOpen == true ? search.AddTrials(given, cluster.Now) : new(new([]), []),
            _ =>
            {
                isAnswered = true;
                cluster.After(Patience, () => Add(from + Together));
            });
        cluster.After(Patience, () =>
        {
            if (!isAnswered)
                Add(from);
        });
    }

    /// <summary>Finishes the search; repeats the command until the ledger confirms it.</summary>
    private void Finish()
    {
        cluster.Owner.Ask(
            search => search.Show() is { IsOpen: true } ? search.Finish(cluster.Now) : new(search.Show()!, []), _ => { });
        cluster.After(Patience, () =>
        {
            if (cluster.Owner.EndedAt is null && cluster.Owner.Search.Show()?.IsOpen != false)
                Finish();
        });
    }
}
