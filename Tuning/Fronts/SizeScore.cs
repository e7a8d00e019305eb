using System.Numerics;

namespace Paretune.Tuning.Fronts;

/// <summary>
/// A front's score: the best accuracy within a size limit, averaged over limits between the cheapest and the most expensive candidate of
/// the space, with equal weight for each doubling of the size. If nothing is within a limit, the accuracy counts as 0. For one cost it is
/// exact; for several it is the mean over a fixed set of limits that fills the space evenly. It is the usual hypervolume over the
/// logarithms of costs, in a unit that people know (Zitzler and Thiele, "Multiobjective optimization using evolutionary algorithms", 1998).
/// </summary>
/// <param name="axes">The number of costs that differ between candidates.</param>
public sealed class SizeScore(int axes)
{
    /// <summary>The number of limits for several costs.</summary>
    public const int Limits = 4096;

    private readonly StepFunction _exact = new();
    private readonly double[][] _limits = axes > 1 ? EvenLimits(axes, Limits) : [];
    private readonly double[] _best = new double[axes > 1 ? Limits : 1];

    /// <summary>0 to 1; 0 while nothing was added. Independent of the order in which members were added.</summary>
    public double Value => axes == 1 ? _exact.Mean() : _best.Sum() / _best.Length;

    /// <summary>Adds a member. Members that it dominates need not be removed.</summary>
    /// <param name="places">On each axis from 0, the cheapest candidate, to 1, the most expensive.</param>
    public void Add(double accuracy, ReadOnlySpan<double> places)
    {
        if (axes == 1)
            _exact.Add(places[0], accuracy);
        else if (axes == 0)
            _best[0] = Math.Max(_best[0], accuracy);
        else
            AddAtLimits(accuracy, places);
    }

    private void AddAtLimits(double accuracy, ReadOnlySpan<double> places)
    {
        var gain = new Vector<double>(accuracy);
        for (var at = 0; at < Limits; at += Vector<double>.Count)
        {
            var within = Vector<long>.AllBitsSet;
            for (var axis = 0; axis < axes; axis++)
                within &= Vector.GreaterThanOrEqual(new Vector<double>(_limits[axis], at), new Vector<double>(places[axis]));
            var known = new Vector<double>(_best, at);
            Vector.ConditionalSelect(within, Vector.Max(known, gain), known).CopyTo(_best, at);
        }
    }

    /// <summary>
    /// Points of the unit cube that fill it evenly: multiples of powers of the generalized golden ratio, modulo 1 (Roberts, "The
    /// unreasonable effectiveness of quasirandom sequences", 2018).
    /// </summary>
    internal static double[][] EvenLimits(int axes, int limits)
    {
        var ratio = 2.0;
        for (var i = 0; i < 64; i++)
            ratio = Math.Pow(1 + ratio, 1.0 / (axes + 1));
        return [.. Enumerable.Range(1, axes).Select(axis =>
        {
            var step = Math.Pow(ratio, -axis);
            return Enumerable.Range(1, limits).Select(i => (0.5 + i * step) % 1).ToArray();
        })];
    }
}
