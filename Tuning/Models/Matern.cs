using System.Runtime.Intrinsics;

namespace Paretune.Tuning.Models;

/// <summary>
/// The Matérn covariance of smoothness 5/2, with a variance of 1: (1 + √5·r + 5/3·r²)·exp(−√5·r) (Rasmussen and Williams, "Gaussian
/// processes for machine learning", 2006, 4.2).
/// </summary>
internal static class Matern
{
    /// <summary>Replaces squared distances by covariances.</summary>
    public static void Apply(Span<double> squares)
    {
        var at = 0;
        for (; at + 4 <= squares.Length; at += 4)
            Compute(Vector256.Create<double>(squares[at..])).CopyTo(squares[at..]);
        Span<double> rest = stackalloc double[4];
        squares[at..].CopyTo(rest);
        Compute(Vector256.Create<double>(rest)).CopyTo(rest);
        rest[..(squares.Length - at)].CopyTo(squares[at..]);
    }

    private static Vector256<double> Compute(Vector256<double> squares)
    {
        // Rounding may make a difference of sums negative.
        var scaled = Vector256.Sqrt(5 * Vector256.Max(squares, Vector256<double>.Zero));
        return (Vector256<double>.One + scaled + scaled * scaled / 3) * Vector256.Exp(-scaled);
    }
}
