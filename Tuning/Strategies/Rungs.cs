using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Stops trials early: asynchronous successive halving (Li, Jamieson, Rostamizadeh et al., "A system for massively parallel hyperparameter tuning",
/// 2020), which compares a trial at rungs of r, rη, rη², … epochs with those that were there before, and waits for none. They are compared as the
/// front will be, on accuracy and every cost: a trial goes on while fewer than one in η of the rung's are in layers before its own. So none is
/// stopped that nothing dominates, however small and inaccurate it is.
/// </summary>
internal sealed class Rungs
{
    public const string Kind = "asha";
    public const int DefaultReduction = 3;

    private readonly Dictionary<int, Rung> _rungs = [];
    private readonly Objective[] _objectives;
    private readonly int _reduction;

    private Rungs(SearchSpec spec)
    {
        _reduction = spec.Strategy.Reduction ?? DefaultReduction;
        // A latency is measured when a trial is over; until then what is computed stands for it.
        Objective[] known = [.. spec.Objectives.Where(objective => objective != Objective.Latency)];
        _objectives = known.Length > 1 ? known : [.. known, Objective.Macs];
        for (var epochs = (long)(spec.Strategy.MinEpochs ?? 1); epochs < spec.Epochs; epochs *= _reduction)
            _rungs.Add((int)epochs, new([.. _objectives.Select(objective => objective.Direction())]));
    }

    /// <summary>Those of a search that stops trials early; null for the others.</summary>
    public static Rungs? Of(SearchSpec spec) => spec.Strategy.Kind == Kind ? new(spec) : null;

    /// <summary>Whether a trial goes on after this report. One that was let through goes on when its report comes again.</summary>
    public Decision Judge(Report report, Cost cost)
    {
        if (_rungs.GetValueOrDefault(report.Epoch) is not { } rung || rung.Has(report.Trial.Number))
            return Decision.Continue;
        var (ahead, there) = (rung.Ahead(Values(report, cost)), rung.Count + 1);
        return (long)ahead * _reduction < there
            ? Decision.Continue
            : Decision.Stop($"stopped early: after {report.Epoch} {(report.Epoch == 1 ? "epoch" : "epochs")} {ahead} of {there} trials are ahead on "
                + $"{Named()}, and about one in {_reduction} goes on");
    }

    /// <summary>Takes a report that is in the ledger. A trial that diverged was never there, whatever its accuracy.</summary>
    public void Add(Report report, Cost cost)
    {
        if (double.IsFinite(report.Accuracy + report.ValidationLoss) && _rungs.GetValueOrDefault(report.Epoch) is { } rung)
            rung.Add(report.Trial.Number, Values(report, cost));
    }

    private double[] Values(Report report, Cost cost) => _objectives.ValuesOf(new(report.Trial.Number, report.Accuracy, cost));

    private string Named() => string.Join(", ", _objectives.Select(objective => objective == Objective.Accuracy ? "accuracy" : Figures.UnitOf(objective)));

    /// <summary>The trials that reached a number of epochs.</summary>
    private sealed class Rung(Direction[] directions)
    {
        private readonly HashSet<int> _trials = [];
        private readonly Layers _layers = new(directions);

        public int Count => _layers.Count;
        public bool Has(int trial) => _trials.Contains(trial);
        public int Ahead(double[] values) => _layers.Ahead(values);

        public void Add(int trial, double[] values)
        {
            if (_trials.Add(trial))
                _layers.Add(values);
        }
    }
}
