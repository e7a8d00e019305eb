using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime.Placement;
using Paretune.Grains.Ledger;
using Paretune.Grains.Telemetry;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Trials;

/// <summary>
/// Runs on the silo of the worker that trains the trial. Holds the steps and the curve of the current attempt, passes all other signals to
/// the search, and deactivates when the attempt ends: the next one may be on another silo, whose first signal activates the grain there.
/// </summary>
// Reentrant: a step must not wait for a report that is being written.
[PreferLocalPlacement, Reentrant]
internal sealed class TrialGrain(LeaseRenewals renewals, ILedger ledger, GrainMeter meter) : Grain, ITrialGrain
{
    private readonly List<EpochReported> _reported = [];
    private Task<IReadOnlyList<LedgerEntry>>? _earlier;
    private LiveAttempt? _live;
    private int _attempt;

    private TrialId Id => TrialId.Parse(this.GetPrimaryKeyString());

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        End();
        return Task.CompletedTask;
    }

    public async Task<Decision> Signal(Signal signal)
    {
        if (signal.Trial != Id)
            throw new ArgumentException($"trial {Id} accepts only its own signals, but got one of {signal.Trial}", nameof(signal));
        var moves = _attempt != 0 && signal.Attempt > _attempt && Move();
        RequestContext.Remove(IPlacementDirector.PlacementHintKey);
        _attempt = Math.Max(_attempt, signal.Attempt);
        var decision = signal is not StepProgress step ? await HandOn(signal) : moves ? Decision.Continue : OnStep(step);
        if (signal.Attempt == _attempt && (signal is AttemptEnd || decision.Kind != DecisionKind.Continue))
            Leave();
        return decision;
    }

    public async Task<TrialDetail?> Detail(TrialView trial, ImmutableArray<string> classes)
    {
        if (_live is not { } live)
        {
            Leave();
            return null;
        }

        var history = TrialHistory.From([.. await Earlier(), .. _reported]);
        return new(trial, history.Curve, history.Attempts, trial.State == TrialState.Running ? live.Step : null, classes);
    }

    /// <summary>
    /// Answers without asking the search, which gets the step within a second; its decision reaches the device with the next step or the
    /// one after.
    /// </summary>
    private Decision OnStep(StepProgress step)
    {
        if (step.Attempt < _attempt)
        {
            meter.Refused();
            return Decision.LeaseLost($"trial {step.Trial.Number} is now in attempt {_attempt}; attempt {step.Attempt} has lost its lease");
        }

        _live ??= renewals.Begin(step);
        return _live.Record(step);
    }

    private async Task<Decision> HandOn(Signal signal)
    {
        var decision = await GrainFactory.GetGrain<ISearchGrain>(Id.Search.Value).Judge(signal);
        if (signal is Report report && decision.Kind == DecisionKind.Continue)
            _reported.Add(new(report, decision));
        return decision;
    }

    /// <summary>Reads the trial's entries that are in the ledger at the first request; reports received here later follow them.</summary>
    private async Task<IReadOnlyList<LedgerEntry>> Earlier()
    {
        var reading = _earlier ??= ledger.ReadTrial(Id, CancellationToken.None);
        try
        {
            return await reading;
        }
        catch
        {
            _earlier = null;
            throw;
        }
    }

    /// <summary>
    /// Called for a newer attempt than this activation knows: moves the grain to the silo of that attempt's worker if it is another.
    /// </summary>
    /// <returns>Whether the grain moves, so that its next signal finds it there.</returns>
    private bool Move()
    {
        End();
        if (RequestContext.Get(IPlacementDirector.PlacementHintKey) is not SiloAddress worker
            || worker.Equals(GrainContext.Address.SiloAddress))
            return false;
        this.MigrateOnIdle();
        return true;
    }

    private void Leave()
    {
        End();
        DeactivateOnIdle();
    }

    private void End()
    {
        if (_live is { } live)
            renewals.End(live);
        (_live, _earlier) = (null, null);
        _reported.Clear();
    }
}
