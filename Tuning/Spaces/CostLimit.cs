namespace Paretune.Tuning.Spaces;

/// <summary>One limit that is set, by its name in the search file.</summary>
internal sealed record CostLimit(string Name, long Max, Func<Cost, long> Of)
{
    public static IEnumerable<CostLimit> Set(Limits limits)
    {
        if (limits.Parameters is { } parameters)
            yield return new("parameters", parameters, cost => cost.Parameters);
        if (limits.Macs is { } macs)
            yield return new("macs", macs, cost => cost.Macs);
        if (limits.Bytes is { } bytes)
            yield return new("bytes", bytes, cost => cost.Bytes);
    }

    public bool Excludes(Cost cost) => Of(cost) > Max;

    /// <summary>What stays within the limit.</summary>
    public string Allowed => $"{Name} ≤ {Max}";

    public override string ToString() => $"{Name} > {Max}";
}
