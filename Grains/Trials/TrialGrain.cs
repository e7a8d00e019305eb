using Orleans.Concurrency;
using Orleans.Placement;

namespace Paretune.Grains.Trials;

/// <summary>Stands beside the worker that trains its trial and hands its signals on to the search.</summary>
// Reentrant: a step must not wait behind a report whose write is in flight.
[PreferLocalPlacement, Reentrant]
internal sealed class TrialGrain : Grain, ITrialGrain
{
    private int _attempt;

    private TrialId Id => TrialId.Parse(this.GetPrimaryKeyString());

    public async Task<Decision> Signal(Signal signal)
    {
        if (signal.Trial != Id)
            throw new ArgumentException($"trial {Id} takes its own signals only, but got one of {signal.Trial}", nameof(signal));
        var moved = _attempt != 0 && signal.Attempt > _attempt;
        _attempt = Math.Max(_attempt, signal.Attempt);
        var decision = await GrainFactory.GetGrain<ISearchGrain>(Id.Search.Value).Judge(signal);
        // The next attempt may be another silo's; its first signal then brings the grain there.
        if (moved || signal is AttemptEnd || decision.Kind != DecisionKind.Continue)
            DeactivateOnIdle();
        return decision;
    }
}
