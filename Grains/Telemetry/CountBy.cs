using System.Diagnostics.Metrics;

namespace Paretune.Grains.Telemetry;

/// <summary>
/// A number for each value of an enum. All are reported from the start, so that alert rules need not handle missing series.
/// </summary>
/// <param name="tag">The name of the tag.</param>
/// <param name="only">Selects the values to report; default: all.</param>
internal sealed class CountBy<T>(string tag, Func<T, bool>? only = null) where T : struct, Enum
{
    private static readonly T[] Values = Enum.GetValues<T>();
    private readonly long[] _counts = new long[Values.Length];

    public void Add(T value, long amount = 1) => Interlocked.Add(ref _counts[Array.IndexOf(Values, value)], amount);

    public IEnumerable<Measurement<long>> Read()
    {
        for (var i = 0; i < Values.Length; i++)
            if (only is null || only(Values[i]))
                yield return new(Interlocked.Read(ref _counts[i]), new KeyValuePair<string, object?>(tag, TelemetryNames.Word(Values[i])));
    }
}
