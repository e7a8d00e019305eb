using System.Collections.Immutable;

namespace Paretune.Tuning.Spaces;

/// <summary>One hyperparameter of a space as a scale from 0 to 1: a list's values in equal parts, a range by its own scale.</summary>
internal sealed class Axis
{
    // A longer grid of one hyperparameter is not practical. A range of more whole numbers is drawn from, not listed.
    private const int LongestList = 10_000;

    private readonly Domain _domain;
    private readonly bool _isWhole;

    public Axis(string name, Domain domain)
    {
        (Name, _domain) = (name, domain);
        _isWhole = domain.Range?.IsWhole == true || Hyperparameters.Find(name)?.Kind == HyperparameterKind.Whole;
        Values = domain.Range is { } range ? Listed(range, _isWhole) : domain.Values;
    }

    public string Name { get; }

    /// <summary>Every value, in the order of a grid; null where a range has no steps.</summary>
    public ImmutableArray<HyperparameterValue>? Values { get; }

    /// <summary>The smallest and the largest value of numbers.</summary>
    public (double Least, double Most) Ends => Values is { } values
        ? (values.Min(value => value.Number), values.Max(value => value.Number)) : (_domain.Range!.From, _domain.Range.To);

    /// <summary>The value at a place of the scale.</summary>
    /// <param name="place">0 to below 1.</param>
    public HyperparameterValue At(double place)
    {
        if (Values is { } values)
            return values[Math.Min((int)(place * values.Length), values.Length - 1)];
        var (from, to) = (_domain.Range!.From, _domain.Range.To);

        // Each whole number has an equal part of the scale, the ends too.
        if (_isWhole)
            return Math.Clamp(Math.Floor(Between(from, to + 1, place)), from, to);
        return Math.Clamp(Between(from, to, place), from, to);
    }

    /// <summary>A place of the scale that has the value; null if the domain does not contain it.</summary>
    public double? PlaceOf(HyperparameterValue value)
    {
        if (Values is { } values)
            return values.IndexOf(value) is >= 0 and var at ? (at + 0.5) / values.Length : null;
        var (from, to, number) = (_domain.Range!.From, _domain.Range.To, value.Number);
        if (value.Word is not null || number < from || number > to)
            return null;
        var (end, middle) = _isWhole ? (to + 1, number + 0.5) : (to, number);
        var place = _domain.Range.Scale == RangeScale.Linear
            ? (middle - from) / (end - from) : Math.Log(middle / from) / Math.Log(end / from);
        return Math.Clamp(place, 0, Math.BitDecrement(1.0));
    }

    private double Between(double from, double to, double place) => _domain.Range!.Scale == RangeScale.Linear
        ? from + (to - from) * place
        : from * Math.Pow(to / from, place);

    private static ImmutableArray<HyperparameterValue>? Listed(ValueRange range, bool isWhole) => range switch
    {
        { Scale: RangeScale.Log2 } => [.. Doubled(range)],
        { Steps: { } steps } => [.. Spread(range, steps, isWhole)],
        { Step: { } step } => [.. Stepped(range, step)],
        { Scale: RangeScale.Linear } when isWhole && range.To - range.From < LongestList => [.. Stepped(range, 1)],
        _ => null,
    };

    private static IEnumerable<HyperparameterValue> Doubled(ValueRange range)
    {
        for (var value = range.From; value <= range.To * (1 + 1e-12); value *= 2)
            yield return value;
    }

    // In decimal, because 0.1 + 0.2 is 0.30000000000000004 in binary and would be another value than the user's 0.3.
    private static IEnumerable<HyperparameterValue> Stepped(ValueRange range, double step)
    {
        var (value, last, by) = ((decimal)range.From, (decimal)range.To, (decimal)step);
        for (var count = 0; value <= last && count < LongestList; value += by, count++)
            yield return (double)value;
    }

    private static IEnumerable<HyperparameterValue> Spread(ValueRange range, int steps, bool isWhole) => Enumerable.Range(0, steps)
        .Select(step => Rounded(range, steps == 1 ? 0 : step / (steps - 1.0), isWhole)).Distinct().Select(
            value => (HyperparameterValue)value);

    private static double Rounded(ValueRange range, double place, bool isWhole)
    {
        var value = range.Scale == RangeScale.Linear
            ? range.From + (range.To - range.From) * place : range.From * Math.Pow(range.To / range.From, place);
        if (isWhole)
            return Math.Round(value);
        // Fourteen digits: the loss is below the error of the power itself.
        return place is 0 ? range.From : place is 1 ? range.To : double.Parse(value.ToString("G14", Invariant), Invariant);
    }

    private static readonly System.Globalization.CultureInfo Invariant = System.Globalization.CultureInfo.InvariantCulture;
}
