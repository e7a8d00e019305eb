using System.Globalization;

namespace Paretune.Models.Cards;

/// <summary>
/// The 95 % interval of a share that was counted on a sample. E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", 1927: right for few images and near 0 and 1 too, where the usual ± is not.
/// </summary>
public readonly record struct Wilson(double Share, double Low, double High)
{
    // The normal distribution's 97.5 % point.
    private const double Z = 1.959963984540054;

    /// <param name="images">At least 1.</param>
    public static Wilson Of(int found, int images)
    {
        var (n, share) = ((double)images, (double)found / images);
        var middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n);
        var reach = Z / (1 + Z * Z / n) * Math.Sqrt(share * (1 - share) / n + Z * Z / (4 * n * n));
        return new(share, Math.Max(0, middle - reach), Math.Min(1, middle + reach));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * Share:0.00} % ({100 * Low:0.0} to {100 * High:0.0})");
}
