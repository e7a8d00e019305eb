using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;

namespace Paretune.Tuning.Metrics;

/// <summary>
/// One metric of trials: a row of the <see cref="MetricTable"/>. Whatever names, reads, compares or shows a metric takes it from here, so
/// that a new one is a new row.
/// </summary>
public sealed record Metric
{
    private readonly Func<TrialView, double?> _ofTrial;
    private Func<EpochResult, double?>? _ofEpoch;
    private Func<Cost, double>? _ofCost;

    private Metric(string key, string title, MetricTime known, Func<TrialView, double?> ofTrial) =>
        (Key, Title, Known, _ofTrial) = (key, title, known, ofTrial);

    /// <summary>As search files, JSON and tables for programs name it.</summary>
    public string Key { get; }

    /// <summary>As people read it, such as "validation loss".</summary>
    public string Title { get; }

    public MetricTime Known { get; }
    public MetricFormat Format { get; init; } = MetricFormat.Share;
    public Direction Direction { get; init; } = Direction.Minimise;

    /// <summary>Whether more is better.</summary>
    public bool IsMaximised => Direction == Direction.Maximise;

    /// <summary>What values count, said after them: "MACs"; empty where the format says it.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What it is, for help: "multiply-accumulates of one image".</summary>
    public string Help { get => field ?? Title; init; }

    /// <summary>Over a column of a terminal's table.</summary>
    public string Column { get => field ?? Title; init; }

    /// <summary>Whether every table of trials has it; as an objective it is in any case.</summary>
    public bool IsInTables { get; init; }

    /// <summary>Whether a table has it where one of its trials does.</summary>
    public bool IsInTablesWhereKnown { get; init; }

    /// <summary>What a model takes, where the others say how good it is: rules and axes take the logarithm.</summary>
    public bool IsCost { get; init; }

    /// <summary>The cost that trials are drawn against where nothing else is asked for.</summary>
    public bool IsMainCost { get; init; }

    public bool IsObjective { get; init; }

    /// <summary>Whether a search that names no objectives has it.</summary>
    public bool IsDefaultObjective { get; init; }

    /// <summary>
    /// Whether a search may limit it: before it trains anything, or, of what only training tells, what it may recommend.
    /// </summary>
    public bool IsLimit { get; init; }

    /// <summary>The fewest classes of a dataset that it has a meaning for.</summary>
    public int MinClasses { get; init; } = 1;

    /// <summary>Not of a custom trainer's models, which are code.</summary>
    public bool IsOfNetworks { get; init; }

    /// <summary>What is said of a trial's value beside the title, such as which file was timed; null where there is nothing.</summary>
    public Func<TrialView, string?> Note { get; init; } = _ => null;

    /// <summary>What the best of several trials has: the "highest" or the "lowest".</summary>
    public string Best => IsMaximised ? "highest" : "lowest";

    /// <summary>What there is more or less of: "MACs", or the title of what is not counted.</summary>
    public string Counted => Unit.Length > 0 ? Unit : Title;

    /// <summary>A metric that is known before training.</summary>
    public static Metric OfCost(string key, string title, Func<Cost, double> value) =>
        new(key, title, MetricTime.BeforeTraining, trial => value(trial.Cost))
        {
            _ofCost = value,
            IsCost = true,
            Format = MetricFormat.Count
        };

    /// <summary>A metric that each epoch gives again.</summary>
    public static Metric OfEpoch(string key, string title, Func<EpochResult, double?> value) =>
        new(key, title, MetricTime.EachReport, trial => value(EpochResult.From(trial))) { _ofEpoch = value };

    /// <summary>A metric that is known once a trial has completed.</summary>
    public static Metric OfTrial(string key, string title, Func<TrialView, double?> value) => new(key, title, MetricTime.End, value);

    /// <summary>Null while it is not known.</summary>
    public double? ValueOrNull(TrialView trial) => _ofTrial(trial);

    /// <summary>What a report says of it; null where it says nothing.</summary>
    public double? ValueOrNull(Report report) => _ofEpoch?.Invoke(EpochResult.From(report));

    /// <summary>NaN while it is not known, and at a report where only the end will tell.</summary>
    public double Value(TrialView trial) => _ofTrial(trial) ?? double.NaN;

    /// <inheritdoc cref="Value(TrialView)"/>
    public double Value(Report report, Cost cost) => _ofCost?.Invoke(cost) ?? ValueOrNull(report) ?? double.NaN;

    /// <inheritdoc cref="Value(TrialView)"/>
    public double Value(Cost cost) => _ofCost?.Invoke(cost) ?? double.NaN;

    /// <summary>With its unit: "12.5 ms".</summary>
    public string Text(TrialView trial) => ValueOrNull(trial) is null ? Formatter.Nothing : $"{Cell(trial)}{Format.Suffix}";

    /// <summary>The value, turned so that more is better.</summary>
    public double Gain(TrialView trial) => IsMaximised ? Value(trial) : -Value(trial);

    /// <summary>In a table, without its unit.</summary>
    public string Cell(TrialView trial) => Cell(Value(trial));

    /// <inheritdoc cref="Cell(TrialView)"/>
    public string Cell(double value) => double.IsNaN(value) ? Formatter.Nothing : Format.Cell(value);

    /// <summary>In a sentence that names it elsewhere: "20 M", "83.1 %".</summary>
    public string Number(TrialView trial) => Format.InSentence(Value(trial));

    /// <summary>In a sentence, with what it counts: "20 M MACs", "top-5 accuracy 83.1 %".</summary>
    public string InSentence(TrialView trial) => Unit.Length > 0 ? $"{Number(trial)} {Unit}" : $"{Title} {Number(trial)}";

    /// <summary>The same of a cost: "20 M MACs".</summary>
    public string InSentence(Cost cost) => $"{Format.InSentence(Value(cost))} {Counted}";

    public bool Equals(Metric? other) => Key == other?.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}
