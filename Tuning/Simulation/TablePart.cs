using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Matches one part of a search's space against the rows of a table.</summary>
/// <param name="number">Index of the part, from 0.</param>
internal sealed class TablePart(SearchSpec spec, Subspace part, int number, SpecifiedNames stated, CurveTable table)
{
    private const int MostTold = 20;

    private readonly ImmutableArray<string> _networks = part.Networks.IsEmpty ? spec.Networks : part.Networks;
    private readonly ImmutableArray<Allowed> _allowed =
    [
        .. part.All.Where(one => stated.Has(one.Key)).Select(one => new Allowed(one.Key, one.Value, Known(table, one.Key))),
    ];

    public bool Has(Candidate candidate) =>
        (!stated.HasNetwork || _networks.Contains(candidate.Network)) && _allowed.All(one => one.Has(candidate.Configuration[one.Name]));

    /// <summary>Reports an error for each value in the file that no row has, because the value would silently go untried.</summary>
    public void Check(List<ValidationError> errors)
    {
        foreach (var allowed in _allowed)
            if (allowed.Missing is { } missing)
                errors.Add(new(
                    stated.Field(number, allowed.Name),
                    $"must be in the table, but no row has {missing}; its rows have {Join(allowed.Known.OrderBy(one => one.Number))}"));
    }

    private static ImmutableHashSet<HyperparameterValue> Known(CurveTable table, string name) =>
        [.. table.Candidates.Select(one => one.Configuration[name])];

    private static string Join(IEnumerable<HyperparameterValue> values)
    {
        var told = values.Take(MostTold + 1).Select(value => value.ToString()).ToList();
        return told.Count > MostTold ? $"{string.Join(", ", told.Take(MostTold))}, …" : string.Join(", ", told);
    }

    /// <summary>The allowed values of one hyperparameter.</summary>
    /// <param name="Known">The values that occur in the table.</param>
    private sealed record Allowed(string Name, Domain Domain, ImmutableHashSet<HyperparameterValue> Known)
    {
        /// <summary>The listed values; null if every value within the range is allowed.</summary>
        private readonly ImmutableHashSet<HyperparameterValue>? _listed = Listed(Name, Domain)?.ToImmutableHashSet();

        public bool Has(HyperparameterValue value) => _listed?.Contains(value) ?? IsBetween(Domain.Range!, value);

        /// <summary>The allowed values that no row has, as text; null if rows have all of them.</summary>
        public string? Missing
        {
            get
            {
                if (_listed is null)
                    return Known.Any(Has) ? null : FormattableString.Invariant($"one from {Domain.Range!.From} to {Domain.Range.To}");
                var missing = _listed.Except(Known);
                return missing.IsEmpty ? null : Join(Listed(Name, Domain)!.Value.Where(missing.Contains));
            }
        }

        private static bool IsBetween(ValueRange range, HyperparameterValue value) =>
            value.Word is null && value.Number >= range.From && value.Number <= range.To;

        private static ImmutableArray<HyperparameterValue>? Listed(string name, Domain domain) => domain.Range switch
        {
            null => domain.Values,
            { Step: null, Steps: null, Scale: not RangeScale.Log2 } => null,
            _ => new Axis(name, domain).Values,
        };
    }
}
