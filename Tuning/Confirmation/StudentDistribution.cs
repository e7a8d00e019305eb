namespace Paretune.Tuning.Confirmation;

/// <summary>Student's t distribution, for a mean whose variance is itself estimated.</summary>
internal static class StudentDistribution
{
    // Of the standard normal distribution, 2.5 % on each side.
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The two-sided 95 % quantile, to 1 % from three degrees on (Abramowitz and Stegun, "Handbook of mathematical functions", 1964,
    /// 26.7.5).
    /// </summary>
    /// <param name="degrees">Degrees of freedom of the estimated variance; infinite if the variance is known.</param>
    public static double Beyond(double degrees)
    {
        const double z3 = Z * Z * Z, z5 = z3 * Z * Z, z7 = z5 * Z * Z;
        return Z + ((z3 + Z) / 4
            + ((5 * z5 + 16 * z3 + 3 * Z) / 96 + (3 * z7 + 19 * z5 + 17 * z3 - 15 * Z) / 384 / degrees) / degrees) / degrees;
    }
}
