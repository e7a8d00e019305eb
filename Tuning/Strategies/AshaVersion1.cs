using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Version 1 of <c>asha</c>, for the searches that were started with it: it stops trials for good, and compares the accuracy of the epoch
/// at the rung. Asynchronous successive halving (Li, Jamieson, Rostamizadeh et al., "A system for massively parallel hyperparameter
/// tuning", 2020), which compares a trial at rungs of r, rη, rη², … epochs with those that reached the rung before, without waiting for
/// others. Trials are compared like the front, on accuracy and every cost: a trial continues while fewer than one in η of the rung's trials
/// are in better layers. A non-dominated trial is therefore never stopped, however small and inaccurate it is.
/// </summary>
internal sealed class AshaVersion1 : IPruner
{
    private readonly Dictionary<int, AshaRung> _rungs = [];
    private readonly Dictionary<int, Cost> _costs = [];
    private readonly Dictionary<int, string> _stopped = [];
    private readonly Objectives _objectives;
    private readonly int _reduction;

    public AshaVersion1(SearchSpec spec)
    {
        _reduction = spec.Strategy.Whole(AshaPruner.Reduction) ?? AshaPruner.DefaultReduction;
        // A latency is measured when a trial is over; until then MACs are used instead.
        Metric[] known = [.. Objectives.From(spec).All.Where(metric => metric.Known != MetricTime.End)];
        _objectives = known.Length > 1 ? new([.. known]) : new([.. known, MetricTable.From(spec)["macs"]]);
        for (var epochs = (long)(spec.Strategy.Whole(AshaPruner.MinEpochs) ?? 1); epochs < spec.Epochs; epochs *= _reduction)
            _rungs.Add((int)epochs, new([.. _objectives.All.Select(metric => metric.Direction)], isUnknownWorst: false));
    }

    public void On(LedgerEntry entry)
    {
        if (entry is TrialAdded added)
            _costs[added.Trial] = added.Cost;
        if (entry is EpochReported { Report: var report, Decision: var decision })
            Take(report, decision);
    }

    /// <summary>Decides at a rung. A trial that passed a rung continues when its report is repeated.</summary>
    public PrunerDecision Judge(Report report)
    {
        var trial = report.Trial.Number;
        if (_rungs.GetValueOrDefault(report.Epoch) is not { } rung || rung.Has(trial))
            return PrunerDecision.Continue;
        var (ahead, there) = (rung.Ahead(Values(report)), rung.Count + 1);
        return (long)ahead * _reduction < there
            ? PrunerDecision.Continue
            : PrunerDecision.Stop(AshaText.Reason("stopped", report.Epoch, (ahead, there), Named(), _reduction));
    }

    public int? Return(bool isLast, Func<int, bool>? mayContinue = null) => null;

    public string Explain(int trial)
    {
        var passed = _rungs.Where(rung => rung.Value.Has(trial)).Select(rung => rung.Key).Order().ToList();
        return _stopped.TryGetValue(trial, out var reason) ? $"It was {reason}."
            : passed.Count == 0 ? $"It has not reached a rung yet; the first is at epoch {_rungs.Keys.DefaultIfEmpty().Min()}."
            : $"It continued past the {(passed.Count == 1 ? "rung" : "rungs")} at {string.Join(", ", passed)} epochs.";
    }

    /// <summary>Adds a report to its rung. A trial that diverged never enters one, whatever its accuracy.</summary>
    private void Take(Report report, Decision decision)
    {
        var trial = report.Trial.Number;
        if (report.Model?.Cost is { } counted)
            _costs[trial] = counted;
        if (double.IsFinite(report.Accuracy + report.ValidationLoss) && _rungs.GetValueOrDefault(report.Epoch) is { } rung)
            rung.Add(trial, Values(report));
        if (decision.Kind == DecisionKind.Stop && _rungs.ContainsKey(report.Epoch))
            _stopped[trial] = decision.Reason;
    }

    private double[] Values(Report report) =>
        _objectives.Values(report, report.Model?.Cost ?? _costs[report.Trial.Number]);

    private string Named() => string.Join(", ", _objectives.All.Select(metric => metric.Counted));
}
