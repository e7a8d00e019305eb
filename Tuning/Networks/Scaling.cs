namespace Paretune.Tuning.Networks;

/// <summary>Rounds counts that are multiplied by α or ρ to whole numbers.</summary>
public static class Scaling
{
    /// <summary>Returns <paramref name="count"/> · <paramref name="multiplier"/>, rounded half up, at least 1.</summary>
    // In decimal, because 50 · 0.57 is 28.499999999999996 in binary and would be rounded down.
    public static int Scale(int count, double multiplier) =>
        Math.Max(1, (int)decimal.Round(count * (decimal)multiplier, MidpointRounding.AwayFromZero));

    /// <summary>
    /// Returns <paramref name="count"/> · <paramref name="multiplier"/> rounded to a multiple of <paramref name="step"/>, at least one
    /// step.
    /// </summary>
    public static int ScaleTo(int step, int count, double multiplier) =>
        step * Math.Max(1, (int)decimal.Round(count * (decimal)multiplier / step, MidpointRounding.AwayFromZero));
}
