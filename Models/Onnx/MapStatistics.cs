using System.Collections.Immutable;

namespace Paretune.Models.Onnx;

/// <summary>The lowest and the highest value of a map.</summary>
public readonly record struct ValueRange(float Low, float High);

/// <summary>The lowest, highest and mean value of each channel of a map.</summary>
public sealed record ChannelValues(ImmutableArray<float> Low, ImmutableArray<float> High, ImmutableArray<float> Mean)
{
    public ValueRange Range => new(Low.Min(), High.Max());

    /// <summary>Returns the values after each channel is multiplied by a positive factor.</summary>
    public ChannelValues Times(float[] factors) => new(Times(Low, factors), Times(High, factors), Times(Mean, factors));

    private static ImmutableArray<float> Times(ImmutableArray<float> values, float[] factors) =>
        [.. values.Zip(factors, (value, factor) => value * factor)];
}

/// <summary>The value ranges of a model's maps.</summary>
/// <param name="Ranges">The range of every map.</param>
/// <param name="Channels">The values of each channel, for maps whose channels are known.</param>
public sealed record MapStatistics(
    ImmutableDictionary<string, ValueRange> Ranges, ImmutableDictionary<string, ChannelValues> Channels);
