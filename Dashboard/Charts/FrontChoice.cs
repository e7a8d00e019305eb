using Paretune.Dashboard.Trials;
using Paretune.Tuning.Metrics;

namespace Paretune.Dashboard.Charts;

/// <summary>A viewer's settings of the front chart.</summary>
/// <param name="Axis">The metric of the horizontal axis.</param>
internal sealed record FrontChoice(MetricAxis Axis)
{
    /// <summary>The limit on the axis' metric: a maximum, or a minimum for a metric to maximize; null for none.</summary>
    public double? Limit { get; init; }

    /// <summary>The minimum accuracy, 0 to 1; null for none.</summary>
    public double? LeastAccuracy { get; init; }

    /// <summary>The recommendation within the limits.</summary>
    public Optimum? Recommended { get; init; }

    /// <summary>Whether test accuracy is shown, for the trials that were tested.</summary>
    public bool IsTest { get; init; }

    /// <summary>The number of images behind the accuracies; 0 if not known.</summary>
    public int Images { get; init; }

    /// <summary>Whether trials on the front show 95 % intervals.</summary>
    public bool HasIntervals { get; init; }

    /// <summary>What marks are coloured by; null to colour them by their group.</summary>
    public TrialProperty? Colour { get; init; }

    /// <summary>The metric that determines the size of marks; null for equal sizes.</summary>
    public Metric? Size { get; init; }

    public TrialSelection Selection { get; init; } = TrialSelection.None;

    public string Title => IsTest ? "test accuracy" : "validation accuracy";

    /// <summary>Returns a trial's accuracy; NaN if not known.</summary>
    public double Accuracy(TrialView trial) => (IsTest ? trial.TestAccuracy : trial.WithEstimatedAccuracy().Accuracy) ?? double.NaN;

    /// <summary>Returns how certain a trial's place on the front is; null if not known, or if test accuracy is shown.</summary>
    public TrialEstimate? Certainty(TrialView trial) => IsTest ? null : trial.Estimate;
}
