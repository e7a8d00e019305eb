namespace Paretune.Tuning.Networks;

/// <summary>How the multipliers α and ρ make whole numbers.</summary>
public static class Scaling
{
    /// <summary><paramref name="count"/> · <paramref name="multiplier"/>, halves rounded up, at least 1.</summary>
    // In decimal, because 50 · 0.57 is 28.499999999999996 in binary and would lose the half that the user wrote.
    public static int Scale(int count, double multiplier) =>
        Math.Max(1, (int)decimal.Round(count * (decimal)multiplier, MidpointRounding.AwayFromZero));

    /// <summary>
    /// <paramref name="count"/> · <paramref name="multiplier"/> as the nearest multiple of <paramref name="step"/>, at least one step.
    /// </summary>
    public static int ScaleTo(int step, int count, double multiplier) =>
        step * Math.Max(1, (int)decimal.Round(count * (decimal)multiplier / step, MidpointRounding.AwayFromZero));
}
