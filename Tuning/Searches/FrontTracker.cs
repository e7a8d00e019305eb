using System.Collections.Immutable;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Searches;

/// <summary>The front of the completed trials, its score, and the current recommendation of the search's rule.</summary>
internal sealed class FrontTracker
{
    private readonly SearchStarted _started;
    private readonly Objectives _objectives;

    // All limits, and those on metrics that are known only from training.
    private readonly ImmutableArray<MetricLimit> _limits, _measured;
    private readonly List<TrialRecord> _completed = [];

    // Costs of models that are objectives or limited, where programs may leave them out; otherwise none.
    private readonly ImmutableArray<Metric> _sizes;

    // The completed trials that lack one of them.
    private int _unsized;
    private TrialFront _front;

    // The front of the trials within these limits; null if all of them are on objectives.
    private TrialFront? _within;
    private FrontScale _scale;
    private SizeScore? _score;
    private (Optimum? Of, (int, int, int) At)? _optimum;
    private int _scaled = -1;

    // The mean accuracies of trials that may be on the front, once it is confirmed.
    private Dictionary<int, double> _means = [];

    public FrontTracker(SearchStarted started)
    {
        (_started, _objectives) = (started, Objectives.From(started.Spec));
        _limits = MetricLimit.From(started.Spec.Limits, MetricTable.From(started.Spec));
        _measured = [.. _limits.Where(limit => limit.Metric.Known != MetricTime.BeforeTraining)];
        _sizes = !started.Spec.IsOfPrograms ? [] : [
            .. _objectives.All.Concat(_limits.Select(limit => limit.Metric)).Where(metric => metric.Known == MetricTime.BeforeTraining)];
        (_front, _within) = NewFronts();
        Ranges = CostRanges.From(started.Spec);
        _scale = FrontScale.From(started.Spec, started.Dataset, Ranges);
        Confirming = new(started.Spec, _objectives, _scale.Images);
    }

    /// <summary>The cost ranges of what the search may try.</summary>
    public CostRanges Ranges { get; }

    /// <summary>How often the front has changed.</summary>
    public int Changes { get; private set; }

    /// <summary>How often it was rebuilt because the result of a trial changed.</summary>
    public int Renewals { get; private set; }

    /// <summary>The members as compared by rules and score, unsorted.</summary>
    public IReadOnlyCollection<FrontMember> FrontMembers => _front.Members;

    /// <summary>The member that joined last.</summary>
    public FrontMember? Newest { get; private set; }

    /// <summary>The best accuracy of the completed trials; null before the first that has one.</summary>
    public double? BestAccuracy { get; private set; }

    /// <summary>The trials on the front, by ascending cost on the first objective that is a cost.</summary>
    public IEnumerable<int> Trials => FrontMembers
        .OrderBy(member => member.Costs.IsEmpty ? 0 : member.Costs[0]).ThenBy(member => member.Trial).Select(member => member.Trial);

    /// <summary>The trials on the front, unsorted.</summary>
    public IReadOnlyCollection<int> Members => _front.Numbers;

    /// <summary>The scale on which members are compared, as far as it is known.</summary>
    public FrontScale Scale
    {
        get
        {
            if (_scaled != Ranges.Version)
                (_scale, _scaled, _score) = (_scale with { Axes = Ranges.Axes }, Ranges.Version, null);
            return _scale;
        }
    }

    /// <summary>As <see cref="SizeScore"/>.</summary>
    public double Score => Scored().Value;

    /// <summary>The recommendation of the search's rule. Computed on request, once for each change of a front.</summary>
    public Optimum? Optimum
    {
        get
        {
            var now = (Changes, DropsUnsized ? _completed.Count : _within?.Changes ?? 0, Ranges.Version);
            if (_optimum is not { } known || known.At != now)
                _optimum = known = (TrainedLonger.AddTo(WithCertainty(Chosen()), (_within ?? _front).Trials), now);
            return known.Of;
        }
    }

    /// <summary>Why nothing is recommended, although trials have completed.</summary>
    public string WhyNone
    {
        get
        {
            TrialView[] completed = [.. _completed.Select(trial => trial.View(onFront: false))];
            const string none = "no completed trial has a value of";
            return _objectives.All.FirstOrDefault(metric => completed.All(trial => double.IsNaN(metric.Value(trial)))) is { } objective
                ? $"{none} {objective.Key}, which is an objective"
                : _limits.FirstOrDefault(limit => completed.All(limit.IsUnknown)) is { } limit
                ? $"{none} {limit.Metric.Key}, which is limited"
                : FrontMembers.Count == 0 ? $"{none} every objective"
                : "no completed trial is within the limits and clearly better than chance";
        }
    }

    public bool Has(int trial) => _front.Has(trial);

    /// <summary>A trial and its relation to the front.</summary>
    public TrialView Placed(TrialRecord trial)
    {
        var view = trial.View(Has(trial.Number));
        return _front.IsSoFar(view) ? view with { SoFar = true } : view with { Estimate = EstimateOf(trial) };
    }

    /// <summary>The certainty of the places of the completed trials.</summary>
    public Confirming Confirming { get; }

    /// <summary>Adds the runs of a trial that has completed.</summary>
    public void Measure(TrialRecord trial) => Confirming.Measure(trial.View(onFront: false), trial.FurtherAccuracies);

    /// <summary>From here on, the front is that of these means, or that of the trials' own runs if there are none.</summary>
    public void Confirm(ImmutableArray<ConfirmedTrial> confirmed)
    {
        _means = confirmed.ToDictionary(one => one.Trial, one => one.Mean);
        Begin([.. _completed.Where(trial => _means.Count == 0 || _means.ContainsKey(trial.Number))], [.. _completed]);
        Renewals++;
    }

    public void Add(TrialRecord trial)
    {
        Measure(trial);
        Complete(trial);
        Join(trial);
    }

    private void Complete(TrialRecord trial)
    {
        _completed.Add(trial);
        var view = trial.View(onFront: false);
        _unsized += IsUnsized(view) ? 1 : 0;
        if (view.Accuracy is { } accuracy && double.IsFinite(accuracy) && !(accuracy <= BestAccuracy))
            BestAccuracy = accuracy;
        if (_within is not null && Estimated(trial) is var point && IsWithin(point))
            _within.Add(trial, point);
    }

    private void Join(TrialRecord trial)
    {
        var point = View(trial, onFront: false);
        Ranges.Include(point);
        if (_front.Add(trial, point) is not { } member)
            return;
        Changes++;
        Newest = member;
        if (_scaled == Ranges.Version)
            _score?.Add(member.Gain, member.Places(_scale));
    }

    /// <summary>Replaces the result of a completed trial.</summary>
    public void Renew(TrialRecord trial)
    {
        Remove(trial);
        Add(trial);
        Renewals++;
    }

    /// <summary>
    /// The recommendation of a rule within other limits. Evaluates all completed trials, so it is computed only on request.
    /// </summary>
    public Optimum? Best(string rule, Limits limits) => TrainedLonger.AddTo(
        WithCertainty(OptimumRule.Parse(rule).ChooseWithin(
                MetricLimit.From(limits, _started.Spec), [.. _completed.Select(Estimated)], Scale)),
        _front.Trials);

    /// <summary>Rebuilds the front from the others: those that the trial dominated may be on it.</summary>
    private void Remove(TrialRecord trial)
    {
        TrialRecord[] others = [.. _completed.Where(other => other != trial)];
        Confirming.Forget(trial.Number);
        Begin(others, others);
    }

    private void Begin(TrialRecord[] joining, TrialRecord[] completed)
    {
        ((_front, _within), _score, BestAccuracy) = (NewFronts(), null, null);
        _completed.Clear();
        _unsized = 0;
        foreach (var trial in completed)
            Complete(trial);
        foreach (var trial in joining)
            Join(trial);
        Changes++;
    }

    private SizeScore Scored()
    {
        var scale = Scale;
        if (_score is null)
        {
            _score = new(scale.Lengths);
            foreach (var member in FrontMembers)
                _score.Add(member.Gain, member.Places(scale));
        }

        return _score;
    }

    private (TrialFront All, TrialFront? Within) NewFronts() =>
        (new(_objectives), _measured.All(limit => _objectives.All.Contains(limit.Metric)) ? null : new TrialFront(_objectives));

    // Every trial of known size is within the limits on costs known before training. What dominates a trial within a limit on an objective
    // is within it too. A limit on another metric may exclude a trial that dominates others, so the trials within it have a front of their
    // own.
    private Optimum? Chosen()
    {
        var rule = OptimumRule.Parse(_started.Spec.Optimum);
        if (DropsUnsized)
            return rule.ChooseWithin(_limits, [.. _completed.Select(Estimated)], Scale);
        var called = _measured.IsEmpty ? "front members" : OptimumRule.MembersWithin(_measured);
        return _within is not null ? rule.Choose(_within.Members, Scale, number => Estimated(_within[number]), called)
            : rule.Choose(
                [.. FrontMembers.Where(member => IsWithin(MemberView(member.Trial)))], Scale, MemberView, called);
    }

    // The front has trials that seem to dominate others by a size of 0, which is only unknown, so its members are not all to choose from.
    private bool DropsUnsized => _unsized > 0 && (_unsized < _completed.Count || _measured.Length < _limits.Length);

    private bool IsUnsized(TrialView trial) => _sizes.Any(metric => metric.IsUnknownSize(trial));

    private bool IsWithin(TrialView trial) => !_measured.Any(limit => limit.Excludes(trial));

    private TrialView MemberView(int number) => View(_front[number], onFront: true);

    /// <summary>A trial with the accuracy that <see cref="Best"/> compares, whether or not it may be on the front.</summary>
    private TrialView Estimated(TrialRecord trial) => Placed(trial).WithEstimatedAccuracy();

    private TrialView View(TrialRecord trial, bool onFront) => _means.TryGetValue(trial.Number, out var mean)
        ? trial.View(onFront) with { Accuracy = mean } : trial.View(onFront);

    private TrialEstimate? EstimateOf(TrialRecord trial) =>
        Confirming.Estimate(trial.Number) is { } estimate ? estimate with { Decides = _means.Count > 0 } : null;

    private Optimum? WithCertainty(Optimum? optimum) => optimum is { Trial: > 0 } && _means.Count > 0 && Has(optimum.Trial)
        ? CertaintyText.AddTo(optimum, Confirming.Estimate(optimum.Trial)) : optimum;
}
