using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Searches;

/// <summary>The front over the completed trials, and what the search's rule would recommend of it now.</summary>
internal sealed class Standing
{
    private readonly SearchSpec _spec;
    private readonly Front<int> _front;
    private readonly Dictionary<int, FrontPoint> _members = [];

    public Standing(SearchSpec spec)
    {
        _spec = spec;
        _front = new([.. spec.Objectives.Select(one => one == Objective.Accuracy ? Direction.Maximise : Direction.Minimise)]);
    }

    public Optimum? Optimum { get; private set; }

    /// <summary>The trials on the front, by ascending cost on the first objective that is not accuracy.</summary>
    public IEnumerable<int> Trials => _members.Values.OrderBy(FirstCost).ThenBy(point => point.Trial).Select(point => point.Trial);

    public bool Has(int trial) => _members.ContainsKey(trial);

    public void Add(TrialRecord trial)
    {
        var point = new FrontPoint(trial.Number, trial.Curve.Best?.Accuracy ?? double.NaN, trial.Cost);
        if (!_front.Add(trial.Number, [.. _spec.Objectives.Select(objective => Value(point, objective))]))
            return;
        _members.Add(trial.Number, point);
        foreach (var dominated in _members.Keys.Except(_front.Members).ToList())
            _members.Remove(dominated);
        Optimum = Best(_spec.Optimum, _spec.Limits);
    }

    public Optimum? Best(string rule, Limits limits) =>
        OptimumRule.Parse(rule).Choose([.. _members.Values.OrderBy(point => point.Trial)], _spec.Objectives, limits);

    private double FirstCost(FrontPoint point) =>
        _spec.Objectives.Where(objective => objective != Objective.Accuracy).Select(objective => Value(point, objective)).FirstOrDefault();

    private static double Value(FrontPoint point, Objective objective) => objective switch
    {
        Objective.Accuracy => point.Accuracy,
        Objective.Parameters => point.Cost.Parameters,
        Objective.Macs => point.Cost.Macs,
        Objective.Bytes => point.Cost.Bytes,
        _ => throw new ArgumentOutOfRangeException(nameof(objective), objective, "this objective has no value"),
    };
}
