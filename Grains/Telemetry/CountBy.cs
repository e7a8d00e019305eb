using System.Diagnostics.Metrics;

namespace Paretune.Grains.Telemetry;

/// <summary>
/// One number for each value of a closed choice. All are told from the start, so that no rule on them needs a case for "not yet".
/// </summary>
/// <param name="tag">What the choice is called.</param>
/// <param name="only">The values that are told; default: all.</param>
internal sealed class CountBy<T>(string tag, Func<T, bool>? only = null) where T : struct, Enum
{
    private static readonly T[] _values = Enum.GetValues<T>();
    private readonly long[] _counts = new long[_values.Length];

    public void Add(T value, long amount = 1) => Interlocked.Add(ref _counts[Array.IndexOf(_values, value)], amount);

    public IEnumerable<Measurement<long>> Read()
    {
        for (var i = 0; i < _values.Length; i++)
            if (only is null || only(_values[i]))
                yield return new(Interlocked.Read(ref _counts[i]), new KeyValuePair<string, object?>(tag, TelemetryNames.Word(_values[i])));
    }
}
