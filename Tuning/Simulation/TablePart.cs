using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Matches one part of a search's space against the rows of a table.</summary>
internal sealed class TablePart
{
    private const int MostTold = 20;

    private readonly bool _hasTrainer;
    private readonly int _number;
    private readonly SpecifiedNames _stated;
    private readonly TableLimits _limits;
    private readonly ImmutableArray<Candidate> _rows;
    private readonly Func<Candidate, bool> _hasNetwork;
    private readonly ImmutableArray<Allowed> _allowed;

    /// <param name="number">Index of the part, from 0.</param>
    public TablePart(SearchSpec spec, Subspace part, int number, SpecifiedNames stated, TableReadResult reading, TableLimits limits)
    {
        (_hasTrainer, _number, _stated, _limits) = (spec.Trainer is not null, number, stated, limits);
        var networks = part.Networks.IsEmpty ? spec.Networks : part.Networks;
        _hasNetwork = row => !stated.HasNetwork || networks.Contains(row.Network);
        _rows = [.. reading.Table!.Candidates.Where(_hasNetwork)];
        _allowed =
        [
            .. part.All.Where(one => stated.Has(one.Key)).Select(one => new Allowed(
                one.Key, one.Value, Known(_rows, one.Key), Known(reading.Skipped.Where(_hasNetwork), one.Key))),
        ];
    }

    public bool Has(Candidate candidate) => _hasNetwork(candidate) && HasExcept(candidate, name: null);

    /// <summary>The values in the file that no row has; none if no row is of the part's networks, which are reported then.</summary>
    public IEnumerable<MissingValues> Missing =>
        from allowed in _allowed
        where !_rows.IsEmpty
        from missing in allowed.Missing
        select new MissingValues(
            _stated.Field(_number, allowed.Name), missing.Values, Join(allowed.Known.OrderBy(one => one.Number)), missing.WereSkipped,
            MayExceedLimits(allowed.Name));

    /// <summary>
    /// Whether limits may be the reason that values of a hyperparameter have no rows. They are not if it changes no cost and a row within
    /// the limits differs from the missing ones in nothing else.
    /// </summary>
    private bool MayExceedLimits(string name) => !_limits.AreEmpty
        && (_hasTrainer || name is HyperparameterNames.Width or HyperparameterNames.Resolution
            || !_rows.Any(row => HasExcept(row, name) && !_limits.Exclude(row)));

    private bool HasExcept(Candidate candidate, string? name) =>
        _allowed.All(one => one.Name == name || one.Has(candidate.Configuration[one.Name]));

    private static ImmutableHashSet<HyperparameterValue> Known(IEnumerable<Candidate> rows, string name) =>
        [.. rows.Select(one => one.Configuration[name])];

    private static string Join(IEnumerable<HyperparameterValue> values)
    {
        var told = values.Take(MostTold + 1).Select(value => value.ToString()).ToList();
        return told.Count > MostTold ? $"{string.Join(", ", told.Take(MostTold))}, …" : string.Join(", ", told);
    }

    /// <summary>The allowed values of one hyperparameter.</summary>
    /// <param name="Known">The values that occur in the table.</param>
    /// <param name="Skipped">The values that occur in rows that were skipped.</param>
    private sealed record Allowed(
        string Name, Domain Domain, ImmutableHashSet<HyperparameterValue> Known, ImmutableHashSet<HyperparameterValue> Skipped)
    {
        /// <summary>The listed values; null if every value within the range is allowed.</summary>
        private readonly ImmutableHashSet<HyperparameterValue>? _listed = Listed(Name, Domain)?.ToImmutableHashSet();

        public bool Has(HyperparameterValue value) => _listed?.Contains(value) ?? IsBetween(Domain.Range!, value);

        /// <summary>The allowed values that no row has, as text: those of skipped rows and the others.</summary>
        public IEnumerable<(string Values, bool WereSkipped)> Missing
        {
            get
            {
                if (_listed is not null)
                    return Listed(Name, Domain)!.Value.Where(one => !Known.Contains(one)).GroupBy(Skipped.Contains)
                        .Select(values => (Join(values), values.Key));
                return Known.Any(Has) ? []
                    : [(FormattableString.Invariant($"one from {Domain.Range!.From} to {Domain.Range.To}"), Skipped.Any(Has))];
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
