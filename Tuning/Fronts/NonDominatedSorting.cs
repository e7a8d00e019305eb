namespace Paretune.Tuning.Fronts;

/// <summary>
/// Sorts points into layers: the first holds the non-dominated points, each next one those that only points of earlier layers dominate.
/// Adding a point compares it with a few layers, and with all points only if there are just those layers (Zhang, Tian, Cheng, Jin, "An
/// efficient approach to nondominated sorting", 2015: a point that no point of a layer dominates is not dominated by later layers either).
/// </summary>
/// <typeparam name="T">What a point stands for.</typeparam>
/// <param name="directions">Of each objective.</param>
public sealed class NonDominatedSorting<T>(params Direction[] directions)
{
    private readonly List<List<Point>> _layers = [];

    /// <summary>Whether a value that is not known (NaN) is worse than any other. If not, it counts as equal to any.</summary>
    public bool IsUnknownWorst { get; init; }

    public int Count { get; private set; }

    /// <summary>The number of points in layers before the one that this point belongs to.</summary>
    public int Ahead(ReadOnlySpan<double> values) => _layers.Take(LayerOf(Losses(values))).Sum(layer => layer.Count);

    /// <summary>The layers with fewer than one in <paramref name="reduction"/> of all points before them, in order.</summary>
    public IEnumerable<IEnumerable<T>> Leading(int reduction)
    {
        var ahead = 0;
        foreach (var layer in _layers)
        {
            if ((long)ahead * reduction >= Count)
                yield break;
            yield return layer.Select(point => point.Item);
            ahead += layer.Count;
        }
    }

    public void Add(T item, ReadOnlySpan<double> values)
    {
        Count++;
        List<Point> moving = [new(item, Losses(values))];
        for (var at = LayerOf(moving[0].Losses); moving.Count > 0; at++)
        {
            if (at == _layers.Count)
                _layers.Add([]);
            var staying = _layers[at].ToLookup(one => !moving.Exists(other => Dominance.Holds(other.Losses, one.Losses)));
            _layers[at] = [.. staying[true], .. moving];
            moving = [.. staying[false]];
        }
    }

    /// <summary>Removes a point that was added.</summary>
    public void Remove(T item, ReadOnlySpan<double> values)
    {
        var losses = Losses(values);
        var at = LayerOf(losses);
        if (at == _layers.Count || _layers[at].FindIndex(one => Equals(one.Item, item)) is not (>= 0 and var place))
            throw new ArgumentException("the point was never added", nameof(values));
        _layers[at].RemoveAt(place);
        Count--;

        // Points that no remaining point of the layer before dominates move forward, layer by layer.
        for (; at + 1 < _layers.Count; at++)
        {
            var moving = _layers[at + 1].FindAll(one => !_layers[at].Exists(other => Dominance.Holds(other.Losses, one.Losses)));
            if (moving.Count == 0)
                break;
            _layers[at + 1].RemoveAll(moving.Contains);
            _layers[at].AddRange(moving);
        }

        _layers.RemoveAll(layer => layer.Count == 0);
    }

    private int LayerOf(double[] losses)
    {
        var (from, to) = (0, _layers.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_layers[middle].Exists(one => Dominance.Holds(one.Losses, losses)))
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }

    private double[] Losses(ReadOnlySpan<double> values)
    {
        var losses = Dominance.Losses(values, directions);
        for (var i = 0; i < losses.Length; i++)
            if (IsUnknownWorst && double.IsNaN(losses[i]))
                losses[i] = double.PositiveInfinity;
        return losses;
    }

    /// <param name="Losses">The point's values, turned so that less is better.</param>
    private readonly record struct Point(T Item, double[] Losses);
}
