using System.Globalization;
using Paretune.Tuning.Fronts;

namespace Paretune.Models.Cards;

/// <summary>A share counted on a sample, with its <see cref="AccuracyInterval"/>.</summary>
public readonly record struct Wilson(double Share, double Low, double High)
{
    /// <param name="images">At least 1.</param>
    public static Wilson From(int found, int images)
    {
        var share = (double)found / images;
        var interval = AccuracyInterval.From(share, images)!.Value;
        return new(share, interval.Low, interval.High);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * Share:0.00} % ({100 * Low:0.0} to {100 * High:0.0})");
}
