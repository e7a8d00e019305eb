using Orleans.Concurrency;
using Orleans.Placement;
using Paretune.Grains.Ledger;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Trials;

/// <summary>Stands beside the worker that trains its trial: hands signals on to the search and keeps the latest step.</summary>
// Reentrant: a step must not wait behind a report whose write is in flight.
[PreferLocalPlacement, Reentrant]
internal sealed class TrialGrain(ILedger ledger) : Grain, ITrialGrain
{
    private StepProgress? _latest;

    private TrialId Id => TrialId.Parse(this.GetPrimaryKeyString());
    private ISearchGrain Search => GrainFactory.GetGrain<ISearchGrain>(Id.Search.Value);

    public async Task<Decision> Signal(Signal signal)
    {
        if (signal.Trial != Id)
            throw new ArgumentException($"trial {Id} takes its own signals only, but got one of {signal.Trial}", nameof(signal));
        var decision = await Search.Judge(signal);
        if (signal is StepProgress step && decision.Kind == DecisionKind.Continue)
            _latest = step;
        return decision;
    }

    public async Task<TrialDetail?> Show()
    {
        if (await Search.Trial(Id.Number) is not { } trial)
            return null;
        var entries = new List<LedgerEntry>();
        await foreach (var entry in ledger.ReadTrial(Id, CancellationToken.None))
            entries.Add(entry);
        var history = TrialHistory.Of(entries);
        var isNow = trial.State == TrialState.Running && _latest?.Attempt == trial.Attempt;
        var dataset = await Dataset();
        return new(trial, history.Curve, history.Attempts, isNow ? _latest : null, dataset.Classes);
    }

    private async Task<Dataset> Dataset()
    {
        await foreach (var entry in ledger.Read(Id.Search, after: 0, CancellationToken.None))
            if (entry is SearchStarted started)
                return started.Dataset;
        throw new InvalidDataException($"search {Id.Search} has trials, so its first entry must say on which data set, but it is missing");
    }
}
