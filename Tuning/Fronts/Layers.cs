namespace Paretune.Tuning.Fronts;

/// <summary>
/// Points in layers: the first holds those that no other dominates, each next one those that only points of layers before it dominate.
/// Adding costs a look at a few layers, at all points only where those are all of them (Zhang, Tian, Cheng, Jin, "An efficient approach to
/// nondominated sorting", 2015: a point that none of a layer dominates is dominated by none of those behind it).
/// </summary>
/// <param name="directions">Of each objective.</param>
public sealed class Layers(params Direction[] directions)
{
    private readonly List<List<double[]>> _layers = [];

    public int Count { get; private set; }

    /// <summary>How many points are in layers before the one this point belongs to.</summary>
    public int Ahead(ReadOnlySpan<double> values) => _layers.Take(LayerOf(Losses(values))).Sum(layer => layer.Count);

    public void Add(ReadOnlySpan<double> values)
    {
        Count++;
        List<double[]> moving = [Losses(values)];
        for (var at = LayerOf(moving[0]); moving.Count > 0; at++)
        {
            if (at == _layers.Count)
                _layers.Add([]);
            var staying = _layers[at].ToLookup(one => !moving.Exists(other => Dominance.Of(other, one)));
            _layers[at] = [.. staying[true], .. moving];
            moving = [.. staying[false]];
        }
    }

    /// <summary>Takes out a point that was added.</summary>
    public void Remove(ReadOnlySpan<double> values)
    {
        var losses = Losses(values);
        var at = LayerOf(losses);
        if (at == _layers.Count || _layers[at].FindIndex(one => one.AsSpan().SequenceEqual(losses)) is not (>= 0 and var place))
            throw new ArgumentException("the point was never added", nameof(values));
        _layers[at].RemoveAt(place);
        Count--;

        // What only points before it held back moves forward, layer by layer.
        for (; at + 1 < _layers.Count; at++)
        {
            var moving = _layers[at + 1].FindAll(one => !_layers[at].Exists(other => Dominance.Of(other, one)));
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
            if (_layers[middle].Exists(one => Dominance.Of(one, losses)))
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }

    private double[] Losses(ReadOnlySpan<double> values) => Dominance.Losses(values, directions);
}
