using System.Collections.Immutable;
using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Metrics;

/// <summary>The metrics that the trials of a search are compared on.</summary>
public sealed class Objectives(params ImmutableArray<Metric> metrics)
{
    public static Objectives From(SearchSpec spec) => From(spec.Objectives, MetricTable.From(spec));

    /// <exception cref="InvalidDataException">The table lacks one.</exception>
    public static Objectives From(IEnumerable<string> keys, MetricTable table) => new([.. keys.Select(key => table[key])]);

    public ImmutableArray<Metric> All => metrics;

    /// <summary>How good a model is, the first of several: accuracy, wherever the search has it.</summary>
    public Metric Goal { get; } = metrics.FirstOrDefault(metric => !metric.IsCost) ?? metrics[0];

    /// <summary>What a model takes, the most important first.</summary>
    public ImmutableArray<Metric> Costs { get; } = [.. metrics.Where(metric => metric.IsCost)];

    /// <summary>An empty front whose points have a value for each objective.</summary>
    public Front<T> NewFront<T>() => new([.. metrics.Select(metric => metric.Direction)]);

    /// <summary>What <see cref="NewFront"/> compares a trial by.</summary>
    public double[] Values(TrialView trial) => [.. metrics.Select(metric => metric.Value(trial))];

    /// <summary>The same at a report; NaN where only the end of the trial will tell.</summary>
    public double[] Values(Report report, Cost cost) => [.. metrics.Select(metric => metric.Value(report, cost))];

    /// <summary>A member in a sentence: "83.1 %, 20 M MACs". The goal goes without saying.</summary>
    public string InSentence(TrialView trial) =>
        string.Join(", ", metrics.Where(metric => metric != Goal).Select(metric => metric.InSentence(trial)).Prepend(Goal.Number(trial)));
}
