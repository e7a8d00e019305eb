using System.Globalization;

namespace Paretune.Tuning.Fronts;

/// <summary>Figures as sentences show them.</summary>
internal static class Figures
{
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0#} %");

    /// <summary>A cost with its unit, such as "1.2 M MACs".</summary>
    public static string Of(Objective cost, FrontPoint point) => $"{Count(cost, point)} {UnitOf(cost)}";

    public static string Count(Objective cost, FrontPoint point) => cost == Objective.Latency
        ? cost.ValueOf(point).ToString("0.###", CultureInfo.InvariantCulture)
        : Short(cost.ValueOf(point));

    public static string UnitOf(Objective cost) => cost switch
    {
        Objective.Macs => "MACs",
        Objective.Latency => "milliseconds",
        _ => cost.ToString().ToLowerInvariant(),
    };

    private static string Short(double count) => count switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.##} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.##} M"),
        >= 1e4 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0.#} k"),
        _ => count.ToString(CultureInfo.InvariantCulture),
    };
}
