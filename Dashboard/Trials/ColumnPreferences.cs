using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paretune.Dashboard.Trials;

/// <summary>
/// How a browser's columns differ from the default columns of trial tables. Only the difference is stored, so that a search that varies
/// other hyperparameters still shows them.
/// </summary>
internal sealed record ColumnPreferences
{
    /// <summary>The key in the browser's store.</summary>
    public const string Key = "trial-columns";

    public ImmutableArray<string> Shown { get; init; } = [];

    public ImmutableArray<string> Hidden { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => Shown.IsEmpty && Hidden.IsEmpty;

    public bool Shows(TrialProperty fact) => Shown.Contains(fact.Key) || (fact.IsShown && !Hidden.Contains(fact.Key));

    /// <summary>Returns the columns with the choice made for one search; choices about properties that the search lacks are kept.</summary>
    public ColumnPreferences With(ImmutableArray<TrialProperty> facts, ImmutableArray<TrialProperty> chosen)
    {
        var known = facts.Select(fact => fact.Key).ToHashSet();
        return new()
        {
            Shown = [.. Shown.Where(key => !known.Contains(key)), .. Keys(fact => !fact.IsShown && chosen.Contains(fact))],
            Hidden = [.. Hidden.Where(key => !known.Contains(key)), .. Keys(fact => fact.IsShown && !chosen.Contains(fact))],
        };

        IEnumerable<string> Keys(Func<TrialProperty, bool> isMeant) => facts.Where(isMeant).Select(fact => fact.Key);
    }
}
