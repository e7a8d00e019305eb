using System.Collections.Immutable;

namespace Paretune.Tuning.Models;

/// <summary>
/// Finds the scales with the maximum likelihood of the observations: on a small grid, first one length and the noise, then a length for
/// each group of features, as far as the observations support it.
/// </summary>
/// <param name="groups">The group of each feature, from 0: the words of one choice share a length.</param>
internal sealed class ScaleFit(Observations seen, ImmutableArray<int> groups)
{
    // For features whose unit is the whole range, or a different word.
    private static readonly double[] Lengths = [0.7, 1, 1.5, 2.2, 3.2, 4.6, 6.8];
    private static readonly double[] Noises = [0.003, 0.01, 0.03, 0.1, 0.3];

    // The factors that are tried for a group's length.
    private static readonly double[] Steps = [0.5, 2];

    // Priors: the deviations of a group's length from the others', of the common length from the usual one, and of the noise from the usual
    // one, each as a logarithm to base 2.
    private const double ShareSpread = 1, LengthSpread = 1.5, NoiseSpread = 2.5;
    private const double UsualLength = 2.2, UsualNoise = 0.03;
    private const int Passes = 2;

    private readonly int _groups = groups.IsEmpty ? 0 : groups.Max() + 1;

    /// <summary>The scales before any observation.</summary>
    public static KernelScales Usual(ImmutableArray<int> groups) =>
        new([.. groups.Select(_ => 1 / (UsualLength * UsualLength))], UsualNoise);

    public KernelScales Best()
    {
        var best = (
            Scales: Scales(UsualLength, Ones(), UsualNoise), Length: UsualLength, Shares: Ones(), Noise: UsualNoise,
            Score: double.NegativeInfinity);
        foreach (var length in Lengths)
            foreach (var noise in Noises)
                Try(length, best.Shares, noise);
        for (var pass = 0; pass < Passes; pass++)
        {
            for (var group = 0; group < _groups; group++)
                foreach (var step in Steps)
                    Try(best.Length, With(best.Shares, group, step), best.Noise);
            foreach (var step in Steps)
                Try(best.Length * step, best.Shares, best.Noise);
            foreach (var noise in Noises)
                Try(best.Length, best.Shares, noise);
        }

        return best.Scales;

        void Try(double length, double[] shares, double noise)
        {
            var scales = Scales(length, shares, noise);
            var score = new GaussianProcess(seen, scales).LogLikelihood - Unlikely(length, shares, noise);
            if (score > best.Score)
                best = (scales, length, shares, noise, score);
        }
    }

    private double[] Ones() => [.. Enumerable.Repeat(1.0, _groups)];

    private KernelScales Scales(double length, double[] shares, double noise) =>
        new([.. groups.Select(group => 1 / (length * length * shares[group] * shares[group]))], noise);

    private static double[] With(double[] shares, int group, double step)
    {
        double[] changed = [.. shares];
        changed[group] *= step;
        return changed;
    }

    private static double Unlikely(double length, double[] shares, double noise) =>
        Square(Math.Log2(length / UsualLength) / LengthSpread) + Square(Math.Log2(noise / UsualNoise) / NoiseSpread)
        + shares.Sum(share => Square(Math.Log2(share) / ShareSpread));

    private static double Square(double deviations) => deviations * deviations / 2;
}
