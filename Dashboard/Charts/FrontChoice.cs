using Paretune.Dashboard.Trials;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Charts;

/// <summary>What a viewer wants to see of a front.</summary>
/// <param name="Axis">What accuracy is drawn against.</param>
internal sealed record FrontChoice(MetricAxis Axis)
{
    /// <summary>The most of the axis' metric, or the least of one that is to grow; null for no limit.</summary>
    public double? Limit { get; init; }

    /// <summary>0 to 1; null for no limit.</summary>
    public double? LeastAccuracy { get; init; }

    /// <summary>What is recommended within the limits.</summary>
    public Optimum? Recommended { get; init; }

    /// <summary>Whether the accuracy on the test images is drawn, of the trials that were tested.</summary>
    public bool IsTest { get; init; }

    /// <summary>Images that the accuracy drawn rests on; 0 where that is not known.</summary>
    public int Images { get; init; }

    /// <summary>Whether members of the front show their 95 % intervals.</summary>
    public bool HasIntervals { get; init; }

    /// <summary>What marks are coloured by; by what becomes of a trial where it is null.</summary>
    public TrialFact? Colour { get; init; }

    /// <summary>What the size of marks grows with; null where all are alike.</summary>
    public Metric? Size { get; init; }

    public TrialSelection Selection { get; init; } = TrialSelection.None;

    public string Title => IsTest ? "test accuracy" : "validation accuracy";

    /// <summary>NaN while it is not known.</summary>
    public double Accuracy(TrialView trial) => (IsTest ? trial.TestAccuracy : trial.Weighed().Accuracy) ?? double.NaN;

    /// <summary>How sure its place on the front is; null where that is not known, or the test images say nothing of it.</summary>
    public TrialEstimate? Sureness(TrialView trial) => IsTest ? null : trial.Estimate;
}
