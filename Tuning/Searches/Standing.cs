using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Searches;

/// <summary>The front over the completed trials, and what the search's rule would recommend of it now.</summary>
internal sealed class Standing(SearchSpec spec)
{
    private readonly Objectives _objectives = Objectives.Of(spec);
    private readonly Front<int> _front = Objectives.Of(spec).NewFront<int>();
    private readonly Highest _highest = new(Objectives.Of(spec));
    private readonly List<TrialRecord> _completed = [];
    private readonly Dictionary<int, TrialRecord> _members = [];
    private double? _hypervolume;

    /// <summary>How often the front has changed.</summary>
    public int Changes { get; private set; }

    public Optimum? Optimum { get; private set; }

    /// <summary>Of the completed trials; null before the first that has one.</summary>
    public double? BestAccuracy { get; private set; }

    /// <summary>The trials on the front, by ascending cost on the first objective that is not accuracy.</summary>
    public IEnumerable<int> Trials => _members.Values.OrderBy(FirstCost).ThenBy(trial => trial.Number).Select(trial => trial.Number);

    /// <summary>Found out when somebody asks: it costs more than a report may.</summary>
    public double Hypervolume => _hypervolume ??= Fronts.Hypervolume.Of(Members, _objectives, _highest);

    public bool Has(int trial) => _members.ContainsKey(trial);

    /// <summary>Takes a configuration's cost into the space that <see cref="Hypervolume"/> is a share of.</summary>
    public void Include(Cost cost)
    {
        if (_highest.Include(cost))
            _hypervolume = null;
    }

    public void Add(TrialRecord trial)
    {
        var point = trial.View(onFront: false);
        _completed.Add(trial);
        if (point.Accuracy is { } accuracy && double.IsFinite(accuracy) && !(accuracy <= BestAccuracy))
            BestAccuracy = accuracy;
        if (_highest.Include(point))
            _hypervolume = null;
        if (!_front.Add(trial.Number, _objectives.Values(point)))
            return;
        _hypervolume = null;
        Changes++;
        _members.Add(trial.Number, trial);
        foreach (var dominated in _members.Keys.Except(_front.Members).ToList())
            _members.Remove(dominated);

        // Every trial is within the search's own limits, so the front that is kept serves; a new one would cost a walk over all trials.
        Optimum = OptimumRule.Parse(spec.Optimum).Choose(Members, _objectives);
    }

    /// <summary>What a rule recommends within other limits. Walks over all completed trials, so only when somebody asks.</summary>
    public Optimum? Best(string rule, Limits limits) =>
        OptimumRule.Parse(rule).ChooseWithin(
            MetricLimit.Of(limits, MetricTable.Of(spec)), [.. _completed.Select(trial => trial.View(Has(trial.Number)))], _objectives);

    private IEnumerable<TrialView> Members => _members.Values.Select(trial => trial.View(onFront: true));

    private double FirstCost(TrialRecord trial) =>
        _objectives.Costs.Select(metric => metric.Value(trial.View(onFront: true))).FirstOrDefault();
}
