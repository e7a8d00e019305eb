using System.Collections.Immutable;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Words;

namespace Paretune.Dashboard.Charts;

/// <summary>A cost that the front can be drawn against.</summary>
/// <param name="Key">As addresses name it.</param>
public sealed record CostAxis(string Key, string Title, Objective Objective)
{
    private static readonly CostAxis _latency = new("latency", "milliseconds", Objective.Latency);

    /// <summary>Those that every trial has.</summary>
    public static ImmutableArray<CostAxis> All { get; } =
    [
        new("macs", "MACs", Objective.Macs), new("parameters", "parameters", Objective.Parameters), new("bytes", "bytes", Objective.Bytes),
    ];

    /// <summary>Those that the trials of a search have: latency is measured where it is an objective, and nobody counts a trainer's MACs.</summary>
    public static ImmutableArray<CostAxis> For(SearchSpec spec) =>
        spec.Trainer is not null ? All.RemoveAt(0) : spec.Objectives.Contains(Objective.Latency) ? All.Add(_latency) : All;

    public static CostAxis Of(string? key) => All.Add(_latency).FirstOrDefault(axis => axis.Key == key) ?? All[0];

    /// <summary>NaN while it is not known.</summary>
    public double Of(TrialView trial) =>
        Objective.ValueOf(0, new(trial.Parameters, trial.Macs, trial.Bytes), trial.Latency?.Median) is > 0 and var cost ? cost : double.NaN;

    public string Text(double value) =>
        !double.IsFinite(value) ? Show.Nothing
        : Objective == Objective.Latency ? Show.Number(value, "0.000")
        : Show.Amount(value);

    /// <summary>Whether a trial is beyond what no <see cref="Limit"/> can say: those are of what is known before any training.</summary>
    public bool Excludes(TrialView trial, double most) => Objective == Objective.Latency && !(Of(trial) <= most);

    public Limits Limit(double most) => Objective switch
    {
        Objective.Parameters => new(Parameters: (long)Math.Round(most)),
        Objective.Bytes => new(Bytes: (long)Math.Round(most)),
        Objective.Macs => new(Macs: (long)Math.Round(most)),
        _ => new(),
    };
}
