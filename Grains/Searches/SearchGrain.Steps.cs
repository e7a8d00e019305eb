using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Grains.Searches;

// Steps of running attempts, and the decisions about them.
internal sealed partial class SearchGrain
{
    // A hung silo must not delay a page: the ledger has everything except the latest step.
    private static readonly TimeSpan PatienceWithTrial = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, StepProgress> _steps = [];
    private readonly ChangeSignal _steered = new();

    public async Task<ImmutableArray<AttemptDecision>> Renew(ImmutableArray<LeaseRenewal> renewals, TimeSpan wait)
    {
        Renew(renewals);
        var over = Task.Delay(wait, _clock);
        while (true)
        {
            var steered = _steered.Next;
            if (_commit.Failure is { } failure)
                throw failure;
            if (_search.Decisions(renewals) is { IsEmpty: false } decisions)
                return await Known(decisions);
            if (over.IsCompleted)
                return [];
            await Task.WhenAny(steered, over);
        }
    }

    /// <summary>
    /// Returns a trial's details: while an attempt runs, from the trial's grain on its worker's silo, otherwise from the ledger. A grain is
    /// not activated only to be read, because it would be on the wrong silo for the next attempt.
    /// </summary>
    public async Task<TrialDetail?> Detail(int number)
    {
        if (await Trial(number) is not { } trial)
            return null;
        if (!_search.IsExternal && _steps.ContainsKey(number) && await AskTrial(trial) is { } detail)
            return detail;
        var history = TrialHistory.From(await _ledger.ReadTrial(new(_search.Id, number), CancellationToken.None));
        var step = trial.State == TrialState.Running ? _steps.GetValueOrDefault(number) : null;
        return new(trial, history.Curve, history.Attempts, step, _search.Dataset!.Classes);
    }

    private void Renew(ImmutableArray<LeaseRenewal> renewals)
    {
        var (now, wasSilent) = (Now(), _steps.Count == 0);
        foreach (var renewal in renewals)
            if (_search.Renew(renewal, now))
                _steps[renewal.Step.Trial.Number] = renewal.Step;
        if (wasSilent && _steps.Count > 0)
            _news.Notify();
    }

    /// <summary>
    /// Returns curves from the state in memory, or from the ledger where that has no training losses, as after a restart.
    /// </summary>
    public async Task<ImmutableArray<TrialCurve>?> Curves(ImmutableArray<int> trials) =>
        await View(() => _search.Curves(trials)) is { } curves
            ? [.. await Task.WhenAll(curves.Select(Whole))]
            : null;

    private async Task<TrialCurve> Whole(TrialCurve curve)
    {
        if (!curve.Points.Any(point => double.IsNaN(point.TrainLoss)))
            return curve;
        var history = TrialHistory.From(await _ledger.ReadTrial(new(_search.Id, curve.Trial), CancellationToken.None));
        return curve with
        {
            Points = [.. history.Curve.Select(report => new CurvePoint(report.TrainLoss, report.ValidationLoss, report.Accuracy))],
        };
    }

    /// <summary>Returns decisions once the ledger contains them.</summary>
    private async Task<ImmutableArray<AttemptDecision>> Known(ImmutableArray<AttemptDecision> decisions)
    {
        await _commit.Write([]);
        foreach (var _ in decisions.Where(known => known.Decision.Kind == DecisionKind.LeaseLost))
            _meter.Refused();
        return decisions;
    }

    private async Task<TrialDetail?> AskTrial(TrialView trial)
    {
        try
        {
            return await GrainFactory.GetGrain<ITrialGrain>(new TrialId(_search.Id, trial.Number).ToString())
                .Detail(trial, _search.Dataset!.Classes).WaitAsync(PatienceWithTrial, _clock);
        }
        catch (Exception failure)
        {
            LogNoDetail(Failure.Details(failure), _search.Id, trial.Number, failure.Message);
            return null;
        }
    }

    /// <summary>Removes the steps of an attempt that has ended, and tells the attempt unless it ended with its own report.</summary>
    private void ForgetSteps(AttemptEnded ended)
    {
        _steps.Remove(ended.Trial);
        if (ended.Outcome is AttemptOutcome.Paused or AttemptOutcome.Cancelled or AttemptOutcome.NodeLost)
            _steered.Notify();
    }
}
