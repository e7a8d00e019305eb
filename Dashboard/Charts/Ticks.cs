namespace Paretune.Dashboard.Charts;

/// <summary>Computes axis ticks at 1, 2 and 5 times powers of ten.</summary>
internal static class Ticks
{
    // Over more decades, ticks at 2 and 5 would overlap on a phone.
    private const double MostDecades = 3;

    private const double Wide = 30;

    /// <summary>Returns whether values between these two, such as learning rates, belong on a logarithmic axis.</summary>
    public static bool SpanDecades(double least, double most) => least > 0 && most / least >= Wide;

    /// <summary>
    /// The ticks that plotly gets for a logarithmic axis with these values; null if the values are so close that plotly's own ticks are
    /// better.
    /// </summary>
    public static object? Logarithmic(IEnumerable<double> values)
    {
        var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values.Where(value => value > 0 && double.IsFinite(value)))
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        return Math.Log10(most / least) switch
        {
            >= MostDecades => 1,
            // D2 is plotly's name for 1, 2 and 5; of equal values it would otherwise mark every multiple.
            >= 0.5 or 0 => "D2",
            _ => null,
        };
    }

    /// <summary>Returns the step of a linear axis of whole numbers with about this many ticks.</summary>
    public static int Whole(int upto, int marks)
    {
        for (var decade = 1; ; decade *= 10)
            foreach (var digit in (ReadOnlySpan<int>)[1, 2, 5])
                if (decade * digit * marks >= upto)
                    return decade * digit;
    }
}
