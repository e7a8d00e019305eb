using System.Collections.Immutable;

namespace Paretune.Tuning.Spaces;

/// <summary>
/// One network of a subspace: each of its shapes with each set of the other hyperparameters. Only the shapes are enumerated, so a space may
/// have any size; if a range of δ, α or ρ has no steps, shapes are counted as they are drawn.
/// </summary>
internal sealed class ProductGroup : CandidateGroup
{
    private readonly string _network;
    private readonly ImmutableArray<Axis> _shapeAxes, _axes;
    private readonly ImmutableArray<Shape>? _shapes;
    private readonly Func<int, double, double, Shape?> _shapeOf;
    private readonly ImmutableDictionary<string, HyperparameterValue> _fixed;
    private readonly ImmutableArray<string> _recipe;
    private readonly bool _hasTrainer;
    private readonly long? _others;
    private readonly Dictionary<UInt128, Shape> _counted = [];

    /// <param name="shapes">Those within the limits, each once; null if they cannot be enumerated.</param>
    /// <param name="shapeOf">The shape of δ, α and ρ; null if it is excluded.</param>
    /// <param name="shapeAxes">δ, α and ρ; none for a custom trainer.</param>
    /// <param name="axes">The other hyperparameters, the slowest of a grid first.</param>
    /// <param name="fixedValues">Those that are equal for all.</param>
    /// <param name="recipe">Which of all of them are of the recipe.</param>
    public ProductGroup(
        string network, ImmutableArray<Shape>? shapes, Func<int, double, double, Shape?> shapeOf, ImmutableArray<Axis> shapeAxes,
        ImmutableArray<Axis> axes, ImmutableDictionary<string, HyperparameterValue> fixedValues, ImmutableArray<string> recipe,
        bool hasTrainer)
    {
        (_network, _shapes, _shapeOf, _shapeAxes) = (network, shapes, shapeOf, shapeAxes);
        (_axes, _fixed, _recipe, _hasTrainer) = (axes, fixedValues, recipe, hasTrainer);
        _others = Product(axes);
        foreach (var shape in shapes ?? [])
            _counted[shape.Layers] = shape;
    }

    public override string Network => _network;

    public override long? Count => _shapes is { } shapes && _others is { } others ? shapes.Length * others : null;

    public override int Dimensions => _shapeAxes.Length + _axes.Length;

    /// <summary>The number of combinations of values; null if one axis is infinite, or the product is too large.</summary>
    public static long? Product(ImmutableArray<Axis> axes)
    {
        var product = 1L;
        foreach (var axis in axes)
        {
            if (axis.Values is not { } values || product > long.MaxValue / Math.Max(1, values.Length) / int.MaxValue)
                return null;
            product *= values.Length;
        }

        return product;
    }

    public override Candidate At(long index)
    {
        var values = _fixed.ToDictionary();
        var (shape, rest) = Math.DivRem(index, _others!.Value);
        foreach (var axis in _axes.Reverse())
        {
            var listed = axis.Values!.Value;
            (rest, var place) = Math.DivRem(rest, listed.Length);
            values[axis.Name] = listed[(int)place];
        }

        return Create(_shapes!.Value[(int)shape], values);
    }

    public override Candidate? At(ReadOnlySpan<double> point) => ShapeAt(point) is { } shape ? Create(shape, point) : null;

    public override Candidate? DistinctAt(ReadOnlySpan<double> point) =>
        ShapeAt(point) is { } shape ? Create(_counted.GetValueOrDefault(shape.Layers, shape), point) : null;

    public override double[]? PointOf(Candidate candidate)
    {
        double?[] point = candidate.Network != _network ? [null]
            : [.. _shapeAxes.Concat(_axes).Select(axis => axis.PlaceOf(candidate.Configuration[axis.Name]))];
        return point.Contains(null) ? null : [.. point.Select(place => place!.Value)];
    }

    private Shape? ShapeAt(ReadOnlySpan<double> point) => _shapeAxes.IsEmpty
        ? Shape.Unknown
        : _shapeOf((int)_shapeAxes[0].At(point[0]).Number, _shapeAxes[1].At(point[1]).Number, _shapeAxes[2].At(point[2]).Number);

    private Candidate Create(Shape shape, ReadOnlySpan<double> point)
    {
        var values = _fixed.ToDictionary();
        for (var i = 0; i < _axes.Length; i++)
            values[_axes[i].Name] = _axes[i].At(point[_shapeAxes.Length + i]);
        return Create(shape, values);
    }

    private Candidate Create(Shape shape, Dictionary<string, HyperparameterValue> values)
    {
        values[HyperparameterNames.Dilation] = shape.Dilation;
        values[HyperparameterNames.Width] = shape.Width;
        values[HyperparameterNames.Resolution] = shape.Resolution;
        return new(_network, Configuration.Create(values, _hasTrainer, _recipe), shape.Cost);
    }
}
