using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Paretune.Testing;

/// <summary>The meters of one test, with the values of their instruments.</summary>
internal sealed class Meters : IMeterFactory
{
    private readonly ConcurrentBag<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        foreach (var meter in _meters)
            meter.Dispose();
    }
}

/// <summary>Reads instruments of a meter factory by name and tags, such as <c>paretune.trials state=waiting</c>.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, List<double>> _told = [];

    public MeterReader(IMeterFactory meters)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters && instrument.Meter.Name == "Paretune")
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Returns the current value of an observable instrument; null if it reports none.</summary>
    public double? Now(string name)
    {
        _told.TryRemove(name, out _);
        _listener.RecordObservableInstruments();
        return _told.TryGetValue(name, out var told) ? told[^1] : null;
    }

    /// <summary>Returns all recorded values of an instrument.</summary>
    public IReadOnlyList<double> All(string name) => _told.TryGetValue(name, out var told) ? [.. told] : [];

    public void Dispose() => _listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name + string.Concat(
            tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $" {tag.Key}={tag.Value}"));
        var told = _told.GetOrAdd(name, _ => []);
        lock (told)
            told.Add(value);
    }
}
