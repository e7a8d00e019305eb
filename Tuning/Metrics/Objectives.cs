using System.Collections.Immutable;
using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Metrics;

/// <summary>The metrics that the trials of a search are compared on.</summary>
public sealed class Objectives(params ImmutableArray<Metric> metrics)
{
    public static Objectives From(SearchSpec spec) => From(spec.Objectives, MetricTable.From(spec));

    /// <exception cref="InvalidDataException">The table lacks one of the keys.</exception>
    public static Objectives From(IEnumerable<string> keys, MetricTable table) => new([.. keys.Select(key => table[key])]);

    public ImmutableArray<Metric> All => metrics;

    /// <summary>
    /// The main measure of quality: accuracy, which is an objective of every search; of other lists, the first metric that is not a cost.
    /// </summary>
    public Metric Goal { get; } = metrics.FirstOrDefault(metric => metric.Key == ObjectiveReader.Goal)
        ?? metrics.FirstOrDefault(metric => !metric.IsCost) ?? metrics[0];

    /// <summary>The objectives that are costs, the most important first.</summary>
    public ImmutableArray<Metric> Costs { get; } = [.. metrics.Where(metric => metric.IsCost)];

    /// <summary>Creates an empty front whose points have one value per objective.</summary>
    public Front<T> NewFront<T>() => new([.. metrics.Select(metric => metric.Direction)]);

    /// <summary>Returns the values by which <see cref="NewFront"/> compares a trial.</summary>
    public double[] Values(TrialView trial) => [.. metrics.Select(metric => metric.Value(trial))];

    /// <summary>Returns the values at a report; NaN for objectives known only when the trial ends.</summary>
    public double[] Values(Report report, Cost cost) => [.. metrics.Select(metric => metric.Value(report, cost))];

    /// <summary>Describes a trial for a sentence: "83.1 %, 20 M MACs". The goal's name is left out.</summary>
    public string InSentence(TrialView trial) =>
        string.Join(", ", metrics.Where(metric => metric != Goal).Select(metric => metric.InSentence(trial)).Prepend(Goal.Number(trial)));
}
