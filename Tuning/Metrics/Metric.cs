using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Metrics;

/// <summary>
/// One metric of trials: a row of the <see cref="MetricTable"/>. All code that names, reads, compares or shows a metric takes it from here,
/// so adding a metric means adding a row.
/// </summary>
public sealed record Metric
{
    private readonly Func<TrialView, double?> _ofTrial;
    private Func<EpochResult, double?>? _ofEpoch;
    private Func<Cost, double>? _ofCost;

    private Metric(string key, string title, MetricTime known, Func<TrialView, double?> ofTrial) =>
        (Key, Title, Known, _ofTrial) = (key, title, known, ofTrial);

    /// <summary>The name in search files, JSON and machine-readable tables.</summary>
    public string Key { get; }

    /// <summary>The name shown to people, such as "validation loss".</summary>
    public string Title { get; }

    public MetricTime Known { get; }
    public MetricFormat Format { get; init; } = MetricFormat.Share;
    public Direction Direction { get; init; } = Direction.Minimize;

    /// <summary>Whether higher values are better.</summary>
    public bool IsMaximized => Direction == Direction.Maximize;

    /// <summary>The unit after values, such as "MACs"; empty if the format includes it.</summary>
    public string Unit { get; init; } = "";

    /// <summary>A description for help texts: "multiply-accumulates of one image".</summary>
    public string Help { get => field ?? Title; init; }

    /// <summary>The column's title in a terminal table.</summary>
    public string Column { get => field ?? Title; init; }

    /// <summary>Whether every table of trials shows the metric. Objectives are always shown.</summary>
    public bool IsInTables { get; init; }

    /// <summary>Whether a table shows the metric if at least one of its trials has a value.</summary>
    public bool IsInTablesWhereKnown { get; init; }

    /// <summary>
    /// Whether the metric is a cost of the model and not a measure of its quality. Rules and axes use the logarithm of costs.
    /// </summary>
    public bool IsCost { get; init; }

    /// <summary>Whether charts use this cost as their axis unless another is chosen.</summary>
    public bool IsMainCost { get; init; }

    public bool IsObjective { get; init; }

    /// <summary>Whether this is an objective of searches that name none.</summary>
    public bool IsDefaultObjective { get; init; }

    /// <summary>
    /// Whether a search may limit the metric. A limit on a metric known before training excludes configurations; a limit on any other
    /// excludes trials from the recommendation.
    /// </summary>
    public bool IsLimit { get; init; }

    /// <summary>The fewest classes at which the metric is meaningful.</summary>
    public int MinClasses { get; init; } = 1;

    /// <summary>Whether the metric exists only for Paretune's networks and not for the models of custom trainers.</summary>
    public bool IsOfNetworks { get; init; }

    /// <summary>Returns a note on a trial's value, such as which file was timed; null if there is none.</summary>
    public Func<TrialView, string?> Note { get; init; } = _ => null;

    /// <summary>The word for the best value: "highest" or "lowest".</summary>
    public string Best => IsMaximized ? "highest" : "lowest";

    /// <summary>The noun for comparisons: the unit, such as "MACs", or the title if there is no unit.</summary>
    public string Counted => Unit.Length > 0 ? Unit : Title;

    /// <summary>Creates a metric that is known before training.</summary>
    public static Metric OfCost(string key, string title, Func<Cost, double> value) =>
        new(key, title, MetricTime.BeforeTraining, trial => value(trial.Cost))
        {
            _ofCost = value,
            IsCost = true,
            Format = MetricFormat.Count
        };

    /// <summary>Creates a metric that every epoch reports.</summary>
    public static Metric OfEpoch(string key, string title, Func<EpochResult, double?> value) =>
        new(key, title, MetricTime.EachReport, trial => value(EpochResult.From(trial))) { _ofEpoch = value };

    /// <summary>Creates a metric that is known once a trial has completed.</summary>
    public static Metric OfTrial(string key, string title, Func<TrialView, double?> value) => new(key, title, MetricTime.End, value);

    /// <summary>Returns a trial's value; null if it is not known yet.</summary>
    public double? ValueOrNull(TrialView trial) => _ofTrial(trial);

    /// <summary>Returns the value at a report; null if the report has none.</summary>
    public double? ValueOrNull(Report report) => _ofEpoch?.Invoke(EpochResult.From(report));

    /// <summary>Returns the value; NaN if it is not known, or not known before the trial ends.</summary>
    public double Value(TrialView trial) => _ofTrial(trial) ?? double.NaN;

    /// <inheritdoc cref="Value(TrialView)"/>
    public double Value(Report report, Cost cost) => _ofCost?.Invoke(cost) ?? ValueOrNull(report) ?? double.NaN;

    /// <inheritdoc cref="Value(TrialView)"/>
    public double Value(Cost cost) => _ofCost?.Invoke(cost) ?? double.NaN;

    /// <summary>Returns whether this is a cost of models that nobody counted for the trial: programs need not report it.</summary>
    public bool IsUnknownSize(TrialView trial) => Known == MetricTime.BeforeTraining && Value(trial) == 0;

    /// <summary>Returns the value with its unit: "12.5 ms".</summary>
    public string Text(TrialView trial) => ValueOrNull(trial) is null ? Formatter.Nothing : $"{Cell(trial)}{Format.Suffix}";

    /// <summary>Returns the value with its sign changed if needed, so that higher is better.</summary>
    public double Gain(TrialView trial) => IsMaximized ? Value(trial) : -Value(trial);

    /// <summary>Returns the value for a table, without its unit.</summary>
    public string Cell(TrialView trial) => Cell(Value(trial));

    /// <inheritdoc cref="Cell(TrialView)"/>
    public string Cell(double value) => double.IsNaN(value) ? Formatter.Nothing : Format.Cell(value);

    /// <summary>Returns the value for a sentence that already names the metric: "20 M", "83.1 %".</summary>
    public string Number(TrialView trial) => Format.InSentence(Value(trial));

    /// <summary>Returns the value for a sentence, with its unit or title: "20 M MACs", "top-5 accuracy 83.1 %".</summary>
    public string InSentence(TrialView trial) => Unit.Length > 0 ? $"{Number(trial)} {Unit}" : $"{Title} {Number(trial)}";

    /// <summary>Returns the value of a cost for a sentence: "20 M MACs".</summary>
    public string InSentence(Cost cost) => $"{Format.InSentence(Value(cost))} {Counted}";

    public bool Equals(Metric? other) => Key == other?.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
