using System.Numerics;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>
/// Spreads draws evenly: the points of a Sobol sequence, shifted by the seed, so that any first few of them cover the scales of all
/// hyperparameters better than independent draws do. Sobol, "On the distribution of points in a cube and the approximate evaluation of
/// integrals", 1967; direction numbers of Joe and Kuo, "Constructing Sobol sequences with better two-dimensional projections", 2008.
/// Hyperparameters beyond the twenty-first are drawn independently.
/// </summary>
internal sealed class SobolDraw : IGroupDraw
{
    private const int Bits = 32;
    private const double Unit = 1.0 / (1L << Bits);

    // For a group with almost nothing within the limits; what a list still has is then drawn in the order of the list.
    private const int MostMisses = 10_000;

    // For each dimension from the second on: the primitive polynomial's inner coefficients, and the first direction numbers, as many as its
    // degree.
    private static readonly (uint Polynomial, uint[] First)[] Directions =
    [
        (0, [1]), (1, [1, 3]), (1, [1, 3, 1]), (2, [1, 1, 1]), (1, [1, 1, 3, 3]), (4, [1, 3, 5, 13]), (2, [1, 1, 5, 5, 17]),
        (4, [1, 1, 5, 5, 5]),
        (7, [1, 1, 7, 11, 19]), (11, [1, 1, 5, 1, 1]), (13, [1, 1, 1, 3, 11]), (14, [1, 3, 5, 5, 31]), (1, [1, 3, 3, 9, 7, 49]),
        (13, [1, 1, 1, 15, 21, 21]),
        (16, [1, 3, 1, 13, 27, 49]), (19, [1, 1, 1, 15, 7, 5]), (22, [1, 3, 1, 15, 13, 25]), (25, [1, 1, 5, 5, 19, 61]),
        (1, [1, 3, 7, 11, 23, 15, 103]),
        (4, [1, 3, 7, 13, 13, 15, 69]),
    ];

    private readonly CandidateGroup _group;
    private readonly SplitMix64 _random;
    private readonly bool _isDistinct;
    private readonly uint[][] _directions;
    private readonly uint[] _point;
    private readonly HashSet<Candidate> _drawn = [];
    private uint _index;
    private long _listed;

    /// <param name="isDistinct">False for searches of old versions, which draw a network once for each of its configurations.</param>
    public SobolDraw(CandidateGroup group, SplitMix64 random, bool isDistinct)
    {
        (_group, _random, _isDistinct) = (group, random, isDistinct);
        _directions = [.. Enumerable.Range(0, Math.Min(group.Dimensions, Directions.Length + 1)).Select(DirectionsOf)];

        // The shift: without it every search would start at the corner where all scales start.
        _point = [.. _directions.Select(_ => (uint)(random.Next() >> Bits))];
    }

    public Candidate? Draw()
    {
        Span<double> place = stackalloc double[_group.Dimensions];
        for (var misses = 0; misses < MostMisses && !(_drawn.Count >= _group.Count); misses++)
        {
            Move(place);
            if ((_isDistinct ? _group.DistinctAt(place) : _group.At(place)) is { } candidate && _drawn.Add(candidate))
                return candidate;
        }

        for (; _listed < _group.Count; _listed++)
            if (_group.At(_listed) is var left && _drawn.Add(left))
                return left;
        return null;
    }

    /// <summary>The next point: by Gray code, one direction number per dimension is exchanged.</summary>
    private void Move(Span<double> place)
    {
        for (var dimension = 0; dimension < place.Length; dimension++)
        {
            // The first point is the shift itself: with it the first 2ⁿ points are spread evenly.
            if (dimension < _point.Length && _index > 0)
                _point[dimension] ^= _directions[dimension][BitOperations.TrailingZeroCount(_index)];
            place[dimension] = dimension < _point.Length ? _point[dimension] * Unit : _random.Unit();
        }

        _index++;
    }

    private static uint[] DirectionsOf(int dimension)
    {
        var directions = new uint[Bits];
        if (dimension == 0)
        {
            for (var bit = 0; bit < Bits; bit++)
                directions[bit] = 1u << (Bits - 1 - bit);
            return directions;
        }

        var (polynomial, first) = Directions[dimension - 1];
        var degree = first.Length;
        for (var bit = 0; bit < Bits; bit++)
            directions[bit] = bit < degree ? first[bit] << (Bits - 1 - bit) : Next(directions, bit, degree, polynomial);
        return directions;
    }

    private static uint Next(uint[] directions, int bit, int degree, uint polynomial)
    {
        var next = directions[bit - degree] ^ (directions[bit - degree] >> degree);
        for (var term = 1; term < degree; term++)
            if (((polynomial >> (degree - 1 - term)) & 1) == 1)
                next ^= directions[bit - term];
        return next;
    }
}
