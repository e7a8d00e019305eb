using Paretune.Tuning.Metrics;
using Paretune.Tuning.Strategies.Bayesian;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Asynchronous successive halving (Li, Jamieson, Rostamizadeh et al., "A system for massively parallel hyperparameter tuning", 2020): at
/// rungs of r, rη, rη², … epochs a trial is compared with those that reached the rung before, without waiting for others. Trials are
/// compared like the front, on the accuracy of the best epoch so far (lowest validation loss) and the other objectives: a trial continues
/// while fewer than one in η of the rung's trials are in better layers. A non-dominated trial is therefore never parked, however small and
/// inaccurate it is. A trial that fails leaves the rungs, and trials that were parked only because of it continue. If no trial completed,
/// the best of the parked ones continues.
/// </summary>
internal sealed class AshaPruner : IPruner
{
    public const string Reduction = "reduction", MinEpochs = "minEpochs";
    public const int DefaultReduction = 3;

    // The first version that compares metrics of a trial's end by their values at the rung.
    private const int Ends = 4;

    // A ninth of the epochs, because one or two epochs of many predict little.
    private const int FirstRungShare = 9;

    private readonly SortedDictionary<int, AshaRung> _rungs = [];
    private readonly Dictionary<int, AshaTrial> _trials = [];
    private readonly SortedSet<int> _returning = [];
    private readonly Objectives _objectives;
    private readonly int _reduction;
    private int _completed;

    /// <param name="version">
    /// In version 2, a metric that is missing from a report is equal to any value; since then it ranks last. Up to version 3, metrics of
    /// a trial's end are not compared.
    /// </param>
    public AshaPruner(SearchSpec spec, int version)
    {
        _reduction = spec.Strategy.Whole(Reduction) ?? DefaultReduction;
        _objectives = Compared(spec, version);
        foreach (var epochs in RungEpochs.Compute(spec))
            _rungs.Add(epochs, new([.. _objectives.All.Select(metric => metric.Direction)], isUnknownWorst: version > 2));
    }

    /// <summary>The epochs of the first rung; null where the search's strategy has no rungs.</summary>
    public static int? FirstRung(SearchSpec spec)
    {
        var parameters = StrategyCatalog.Find(spec.Strategy.Kind)!.Parameters;
        return !parameters.Any(parameter => parameter.Name == MinEpochs) || (parameters.Any(
            parameter => parameter.Name == BayesianStrategy.PrunerName) && !BayesianStrategy.Stops(spec.Strategy))
            ? null
            : spec.Strategy.Whole(MinEpochs) ?? Math.Max(1, spec.Epochs / FirstRungShare);
    }

    public void On(LedgerEntry entry)
    {
        switch (entry)
        {
            case TrialAdded added: _trials[added.Trial] = new(added.Cost); break;
            case AttemptStarted started: On(started); break;
            case EpochReported reported: On(reported.Report); break;
            case AttemptEnded ended: On(ended); break;
            case ParkedDropped dropped: Drop(dropped.Trial, dropped.Reason); break;
            case TrialsStopped stopped: stopped.Trials.ToList().ForEach(number => Drop(number, "stopped by the user")); break;
            // A failed trial has left its rungs already; a trial that the user stopped has not.
            case TrialsRetried retried: retried.Trials.ToList().ForEach(Leave); break;
        }
    }

    /// <summary>Decides at a rung. A trial that passed a rung continues when its report is repeated.</summary>
    public PrunerDecision Judge(Report report)
    {
        if (_rungs.GetValueOrDefault(report.Epoch) is not { } rung || rung.Has(report.Trial.Number))
            return PrunerDecision.Continue;
        var (ahead, there) = (rung.Ahead(Values(report)), rung.Count + 1);
        return Passes(ahead, there) ? PrunerDecision.Continue : PrunerDecision.Park(
            AshaText.Reason("parked", report.Epoch, (ahead, there), Named(), _reduction));
    }

    public int? Return(bool isLast, Func<int, bool>? mayContinue = null)
    {
        foreach (var trial in _returning)
            if (mayContinue?.Invoke(trial) != false)
                return trial;
        return isLast && _completed == 0 ? Best(mayContinue) : null;
    }

    /// <summary>Returns a trial parked at the lowest rung; of several, the lowest ranked there, then the highest number.</summary>
    public int? LeastLikely(Func<int, bool> among) => _trials.Where(trial => trial.Value.ParkedAt is not null && among(trial.Key))
        .OrderBy(trial => trial.Value.ParkedAt).ThenByDescending(trial => _rungs[trial.Value.ParkedAt!.Value].Ahead(trial.Key))
        .ThenByDescending(trial => trial.Key).Select(trial => (int?)trial.Key).FirstOrDefault();

    public string Explain(int trial)
    {
        var known = _trials[trial];
        var passed = _rungs.Where(rung => rung.Value.Has(trial) && rung.Key != known.ParkedAt).Select(rung => rung.Key).ToList();
        var went = passed.Count == 0
            ? "" : $"It continued past the {(passed.Count == 1 ? "rung" : "rungs")} at {string.Join(", ", passed)} epochs. ";
        return known.Reason is { } reason ? $"{went}It was {reason}."
            : passed.Count == 0 ? $"It has not reached a rung yet; the first is at epoch {_rungs.Keys.DefaultIfEmpty().Min()}."
            : went.TrimEnd();
    }

    // Latency is measured only after training, so computed costs take its place until then. A metric that programs report, such as energy,
    // has a value so far, and all trials at a rung have been trained for equally many epochs.
    private static Objectives Compared(SearchSpec spec, int version)
    {
        var objectives = Objectives.From(spec);
        Metric[] known = [.. objectives.All.Where(
            metric => metric.Known != MetricTime.End || (version >= Ends && spec.Metrics?.ContainsKey(metric.Key) == true))];
        return objectives.Costs.IsEmpty || known.Any(metric => metric.IsCost)
            ? new([.. known]) : new([.. known, MetricTable.From(spec)["macs"]]);
    }

    private bool Passes(int ahead, int there) => (long)ahead * _reduction < there;

    /// <summary>Adds a report to its rung. A trial that diverged never enters one, whatever its accuracy.</summary>
    private void On(Report report)
    {
        var trial = _trials[report.Trial.Number];
        trial.Take(report);
        if (double.IsFinite(report.Accuracy + report.ValidationLoss) && _rungs.GetValueOrDefault(report.Epoch) is { } rung)
            rung.Add(report.Trial.Number, Values(report));
    }

    private void On(AttemptStarted started)
    {
        _returning.Remove(started.Trial);
        _trials[started.Trial].ParkedAt = null;
    }

    private void On(AttemptEnded ended)
    {
        var trial = _trials[ended.Trial];
        var isParked = ended.State == TrialState.Parked;
        trial.ParkedAt = isParked ? trial.Epoch : null;
        trial.Reason = isParked ? ended.Reason : null;
        if (ended.State == TrialState.Completed)
            _completed++;
        if (ended.State is TrialState.Diverged or TrialState.OutOfMemory or TrialState.Failed)
            Leave(ended.Trial);
    }

    private void Drop(int trial, string reason)
    {
        _returning.Remove(trial);
        (_trials[trial].ParkedAt, _trials[trial].Reason) = (null, reason);
    }

    /// <summary>Removes a trial from its rungs; trials that were parked there and would pass now are to continue.</summary>
    private void Leave(int fallen)
    {
        foreach (var (epochs, rung) in _rungs.Where(rung => rung.Value.Remove(fallen)))
            foreach (var (number, trial) in _trials)
                if (trial.ParkedAt == epochs && rung.Values(number) is { } values && Passes(rung.Ahead(values), rung.Count))
                    _returning.Add(number);
    }

    /// <summary>
    /// The parked trial that reached the highest rung; of several, the one with the fewest trials ahead, then the lowest number.
    /// </summary>
    private int? Best(Func<int, bool>? mayContinue) => _trials
        .Where(trial => trial.Value.ParkedAt is not null && mayContinue?.Invoke(trial.Key) != false)
        .OrderByDescending(trial => trial.Value.ParkedAt).ThenBy(trial => _rungs[trial.Value.ParkedAt!.Value].Ahead(trial.Key))
        .ThenBy(trial => trial.Key).Select(trial => (int?)trial.Key).FirstOrDefault();

    /// <summary>
    /// Of the epoch that would be the best if the trial ended with this report; metrics of the end are those of the report itself.
    /// </summary>
    private double[] Values(Report report)
    {
        var trial = _trials[report.Trial.Number];
        var (kept, cost) = (trial.KeptWith(report), report.Model?.Cost ?? trial.Cost);
        return [.. _objectives.All.Select(
            metric => metric.Known == MetricTime.End ? report.Metrics?.GetValueOrDefault(metric.Key, double.NaN) ?? double.NaN
                : metric.Value(kept, cost))];
    }

    private string Named() => string.Join(", ", _objectives.All.Select(metric => metric.Counted));
}
