using System.Collections.Immutable;
using Paretune.Tuning.Fronts;

namespace Paretune.Dashboard.Charts;

/// <summary>A cost that the front can be drawn against.</summary>
/// <param name="Key">As addresses name it.</param>
public sealed record CostAxis(string Key, string Title, Objective Objective)
{
    public static ImmutableArray<CostAxis> All { get; } =
    [
        new("macs", "MACs", Objective.Macs), new("parameters", "parameters", Objective.Parameters), new("bytes", "bytes", Objective.Bytes),
    ];

    public static CostAxis Of(string? key) => All.FirstOrDefault(axis => axis.Key == key) ?? All[0];

    public double Of(TrialView trial) => Objective.ValueOf(0, new(trial.Parameters, trial.Macs, trial.Bytes), trial.Latency?.Median);

    public Limits Limit(long most) => Objective switch
    {
        Objective.Parameters => new(Parameters: most),
        Objective.Bytes => new(Bytes: most),
        _ => new(Macs: most),
    };
}
