namespace Paretune.Tuning.Fronts;

/// <summary>The best value up to each place, for places from 0 to 1.</summary>
internal sealed class StepFunction
{
    // Both ascend.
    private readonly List<double> _places = [], _values = [];

    /// <summary>The best value, averaged over all places. Independent of the order in which values were added.</summary>
    public double Mean()
    {
        var area = 0.0;
        for (var i = 0; i < _places.Count; i++)
            area += _values[i] * ((i + 1 < _places.Count ? _places[i + 1] : 1) - _places[i]);
        return area;
    }

    public void Add(double place, double value)
    {
        var at = _places.BinarySearch(place);
        at = at < 0 ? ~at : at;
        if (place >= 1 || !(value > (at > 0 ? _values[at - 1] : 0)))
            return;
        var end = at;
        while (end < _places.Count && _values[end] <= value)
            end++;
        if (end == at && at < _places.Count && _places[at] == place)
            return;
        _places.RemoveRange(at, end - at);
        _values.RemoveRange(at, end - at);
        _places.Insert(at, place);
        _values.Insert(at, value);
    }
}
