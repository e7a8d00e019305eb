using System.Collections.Immutable;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Charts;

/// <summary>One axis of parallel coordinates.</summary>
/// <param name="Marks">The axis' labels, from the bottom.</param>
/// <param name="PlaceOf">Returns where a trial's line crosses the axis, 0 to 1; NaN if its value is not known.</param>
/// <param name="MarkAt">Returns the place of a label.</param>
/// <param name="Range">Returns the filter for a range of places on the axis; null if no value is inside.</param>
internal sealed record ParallelAxis(
    TrialProperty Fact, ImmutableArray<string> Marks, Func<TrialView, double> PlaceOf, Func<int, double> MarkAt,
    Func<double, double, string?> Range)
{
    // Up to this many distinct values are spaced evenly; more get a scale.
    private const int MostEven = 8;

    public string Title => Fact.Metric is { Unit.Length: > 0 } metric ? metric.Unit : Fact.Title;

    public bool IsLogarithmic { get; private init; }

    /// <summary>Whether the axis has a scale that can be logarithmic.</summary>
    public bool CanBeLogarithmic { get; private init; }

    /// <summary>Returns axes for what differs between trials: the hyperparameters, one cost, the other objectives and accuracy.</summary>
    /// <param name="switched">Keys of axes whose scale is switched between linear and logarithmic.</param>
    public static IEnumerable<ParallelAxis> For(
        SearchSpec spec, IReadOnlyList<TrialView> trials, ImmutableArray<TrialProperty> facts, IReadOnlySet<string> switched)
    {
        if (trials.Count == 0)
            yield break;
        var metrics = MetricAxis.For(spec).Where((axis, place) => place == 0 || axis.Metric.Known != MetricTime.BeforeTraining)
            .Select(axis => axis.Metric).Append(Objectives.From(spec).Goal).ToList();
        var metricFacts = metrics.Select(metric => facts.FirstOrDefault(fact => fact.Metric == metric)).OfType<TrialProperty>();
        foreach (var fact in facts.Where(fact => fact.IsHyperparameter))
            if (Even(fact, trials) is { Marks.Length: > 1 } even)
                yield return even.Marks.Length > MostEven && fact.Number is { } number
                    ? Scaled(fact, number, trials, isSwitched: switched.Contains(fact.Key)) : even;
        foreach (var fact in metricFacts)
            yield return Scaled(fact, fact.Number!, trials, switched.Contains(fact.Key));
    }

    private static ParallelAxis Even(TrialProperty fact, IReadOnlyList<TrialView> trials)
    {
        var values = trials.GroupBy(fact.Order).OrderBy(group => group.Key).Select(group => group.First()).ToArray();
        var places = values.Index().ToDictionary(one => fact.Order(one.Item), one => one.Index);
        double At(int place) => values.Length > 1 ? place / (values.Length - 1.0) : 0.5;
        return new(
            fact, [.. values.Select(fact.Text)], trial => places.TryGetValue(fact.Order(trial), out var place) ? At(place) : double.NaN, At,
            (low, high) =>
            {
                TrialView[] within = [.. values.Where((_, place) => At(place) >= low && At(place) <= high)];
                return within.Length == 0 ? null
                    : fact.Number is { } number ? TrialFilter.Range(fact, number(within[0]), number(within[^1])).Text
                    : string.Join('|', within.Select(value => $"={fact.Text(value)}"));
            });
    }

    private static ParallelAxis Scaled(TrialProperty fact, Func<TrialView, double> number, IReadOnlyList<TrialView> trials, bool isSwitched)
    {
        var isCost = fact.Metric?.IsCost == true;
        double Known(TrialView trial) => number(trial) is var value && (value > 0 || !isCost) ? value : double.NaN;
        var known = trials.Where(trial => double.IsFinite(Known(trial))).OrderBy(Known).ToArray();
        if (known.Length == 0)
            return new(fact, [], _ => double.NaN, _ => 0.5, (_, _) => null);
        var (least, most) = (Known(known[0]), Known(known[^1]));
        var canBe = least > 0 && most > least;
        var isLogarithmic = canBe && (isCost || Ticks.SpanDecades(least, most)) != isSwitched;
        double Place(double value) =>
            !(most > least) ? 0.5 : isLogarithmic ? Math.Log(value / least) / Math.Log(most / least) : (value - least) / (most - least);
        double At(double place) => isLogarithmic ? least * Math.Pow(most / least, place) : least + place * (most - least);
        return new(
            fact, most > least ? [fact.Text(known[0]), fact.Text(known[^1])] : [fact.Text(known[0])], trial => Place(Known(trial)),
            mark => most > least ? mark : 0.5,
            (low, high) => high < 0 || low > 1 ? null : TrialFilter.Range(fact, At(Math.Max(0, low)), At(Math.Min(1, high))).Text)
        {
            IsLogarithmic = isLogarithmic,
            CanBeLogarithmic = canBe,
        };
    }
}
