using System.Globalization;
using Paretune.Tuning.Metrics;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// What a model of trials predicts, as an accuracy: the goal of the search's objectives, which is accuracy in whatever order they are
/// named; for an error it is 1 − error.
/// </summary>
internal sealed class FrontGoal(Metric metric)
{
    public static FrontGoal From(SearchSpec spec) =>
        new(Objectives.From(spec).Goal is { IsCost: false } goal ? goal : MetricTable.From(spec)[ObjectiveReader.Goal]);

    /// <summary>The first objective that is no cost, as old searches have it. Trials are only parked where there is no other.</summary>
    public static FrontGoal FirstOf(SearchSpec spec) =>
        new(Objectives.From(spec).All.FirstOrDefault(metric => !metric.IsCost) ?? MetricTable.From(spec)[ObjectiveReader.Goal]);

    /// <summary>Which side of a line is better.</summary>
    public string Beyond => metric.IsMaximized ? "above" : "below";

    public double Accuracy(Report report, Cost cost) => Turned(metric.Value(report, cost));

    /// <summary>Of a trial that has completed; NaN where it was not measured.</summary>
    public double Accuracy(TrialView trial) => Turned(metric.Value(trial));

    /// <summary>As search files name it.</summary>
    public string Key => metric.Key;

    /// <summary>In a sentence: "88.4 %".</summary>
    public string Text(double accuracy) => metric.Format.InSentence(Math.Clamp(Turned(accuracy), 0, 1));

    /// <summary>The same with its deviation: "88.4 ± 0.9 %".</summary>
    public string Text(double accuracy, double deviation) => string.Create(
        CultureInfo.InvariantCulture, $"{100 * Math.Clamp(Turned(accuracy), 0, 1):0.0} ± {100 * deviation:0.0} %");

    private double Turned(double value) => metric.IsMaximized ? value : 1 - value;
}
