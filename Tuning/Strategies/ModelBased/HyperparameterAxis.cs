using System.Collections.Immutable;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>One hyperparameter that a search varies, as terms of a regression.</summary>
/// <param name="Low">Its least value; the logarithm of it where <paramref name="IsLog"/>.</param>
/// <param name="High">Its greatest value; the logarithm of it where <paramref name="IsLog"/>.</param>
/// <param name="IsCurved">Whether it has a value between the ends, so that the best value may be there.</param>
/// <param name="Words">Of a choice; empty for a number.</param>
internal sealed record HyperparameterAxis(
    string Name, double Low, double High, bool IsLog, bool IsCurved, ImmutableArray<string> Words)
{
    // For positive values: from this quotient on, ratios are used instead of differences.
    private const double LogFrom = 4;

    public int Count => Words.IsEmpty ? IsCurved ? 2 : 1 : Words.Length;

    /// <summary>Null if all domains together have a single value.</summary>
    public static HyperparameterAxis? From(string name, IReadOnlyCollection<Domain> domains)
    {
        HyperparameterValue[] values = [.. domains.SelectMany(ValuesOf).Distinct()];
        if (values.Length < 2)
            return null;
        if (values.Any(value => value.Word is not null))
            return new(
                name, 0, 0, IsLog: false, IsCurved: false,
                [.. values.Select(value => value.ToString()).Order(StringComparer.Ordinal)]);
        var (low, high) = (values.Min(value => value.Number), values.Max(value => value.Number));
        var isCurved = values.Length > 2 || domains.Any(domain => domain.Range is not null);
        return low > 0 && high >= LogFrom * low
            ? new(name, Math.Log(low), Math.Log(high), IsLog: true, isCurved, []) : new(name, low, high, IsLog: false, isCurved, []);
    }

    /// <summary>
    /// A number and its square, both with a mean of about 0 over the space and the number with a standard deviation of about 1; for a
    /// choice, one-hot.
    /// </summary>
    public IEnumerable<double> Terms(HyperparameterValue value)
    {
        if (!Words.IsEmpty)
            return Words.Select(word => value.ToString() == word ? 1.0 : 0);
        var number = IsLog ? Math.Log(value.Number) : value.Number;
        var placed = (number - (Low + High) / 2) / (High - Low) * Math.Sqrt(12);
        return IsCurved ? [placed, placed * placed - 1] : [placed];
    }

    /// <summary>The place of a number: 0 at its least value, 1 at its greatest.</summary>
    public double Place(HyperparameterValue value) => ((IsLog ? Math.Log(value.Number) : value.Number) - Low) / (High - Low);

    private static IEnumerable<HyperparameterValue> ValuesOf(Domain domain) =>
        domain.Range is { } range ? [range.From, range.To] : domain.Values;
}
