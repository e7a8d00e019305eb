using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Searches;

/// <summary>The front over the completed trials, and what the search's rule would recommend of it now.</summary>
internal sealed class Standing(SearchSpec spec)
{
    private readonly Front<int> _front = spec.Objectives.NewFront<int>();
    private readonly List<FrontPoint> _completed = [];
    private readonly Dictionary<int, FrontPoint> _members = [];
    private Cost _worst = new(0, 0, 0);
    private double _slowest;
    private double? _hypervolume;

    /// <summary>How often the front has changed.</summary>
    public int Changes { get; private set; }

    public Optimum? Optimum { get; private set; }

    /// <summary>Of the completed trials; null before the first that has one.</summary>
    public double? BestAccuracy { get; private set; }

    /// <summary>The trials on the front, by ascending cost on the first objective that is not accuracy.</summary>
    public IEnumerable<int> Trials => _members.Values.OrderBy(FirstCost).ThenBy(point => point.Trial).Select(point => point.Trial);

    /// <summary>Found out when somebody asks: it costs more than a report may.</summary>
    public double Hypervolume => _hypervolume ??= Fronts.Hypervolume.Of(_members.Values, spec.Objectives, _worst, _slowest);

    public bool Has(int trial) => _members.ContainsKey(trial);

    /// <summary>Takes a configuration's cost into the space that <see cref="Hypervolume"/> is a share of.</summary>
    public void Include(Cost cost)
    {
        var worst = new Cost(Math.Max(_worst.Parameters, cost.Parameters), Math.Max(_worst.Macs, cost.Macs), Math.Max(_worst.Bytes, cost.Bytes));
        if (worst != _worst)
            (_worst, _hypervolume) = (worst, null);
    }

    public void Add(TrialRecord trial)
    {
        var point = new FrontPoint(trial.Number, trial.Curve.BestAccuracy ?? double.NaN, trial.Cost, trial.Model?.Latency?.Median);
        _completed.Add(point);
        if (!double.IsNaN(point.Accuracy) && !(point.Accuracy <= BestAccuracy))
            BestAccuracy = point.Accuracy;
        if (point.Latency > _slowest)
            (_slowest, _hypervolume) = (point.Latency.Value, null);
        if (!_front.Add(trial.Number, spec.Objectives.ValuesOf(point)))
            return;
        _hypervolume = null;
        Changes++;
        _members.Add(trial.Number, point);
        foreach (var dominated in _members.Keys.Except(_front.Members).ToList())
            _members.Remove(dominated);

        // Every trial is within the search's own limits, so the front that is kept serves; a new one would cost a walk over all trials.
        Optimum = OptimumRule.Parse(spec.Optimum).Choose(_members.Values, spec.Objectives);
    }

    /// <summary>What a rule recommends within other limits. Walks over all completed trials, so only when somebody asks.</summary>
    public Optimum? Best(string rule, Limits limits) => OptimumRule.Parse(rule).ChooseWithin(limits, _completed, spec.Objectives);

    private double FirstCost(FrontPoint point) => spec.Objectives.Costs().Select(objective => objective.ValueOf(point)).FirstOrDefault();
}
