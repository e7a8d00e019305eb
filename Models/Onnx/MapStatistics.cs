using System.Collections.Immutable;

namespace Paretune.Models.Onnx;

/// <summary>The lowest and the highest value of a map.</summary>
public readonly record struct ValueRange(float Low, float High);

/// <summary>What each channel of a map has been between, and on average.</summary>
public sealed record ChannelValues(ImmutableArray<float> Low, ImmutableArray<float> High, ImmutableArray<float> Mean)
{
    public ValueRange Range => new(Low.Min(), High.Max());

    /// <summary>Of the same map with each channel times a factor above 0.</summary>
    public ChannelValues Times(float[] factors) => new(Times(Low, factors), Times(High, factors), Times(Mean, factors));

    private static ImmutableArray<float> Times(ImmutableArray<float> values, float[] factors) =>
        [.. values.Zip(factors, (value, factor) => value * factor)];
}

/// <summary>What the maps of a model hold.</summary>
/// <param name="Ranges">Of every map.</param>
/// <param name="Channels">Of those whose channels are known.</param>
public sealed record MapStatistics(
    ImmutableDictionary<string, ValueRange> Ranges, ImmutableDictionary<string, ChannelValues> Channels);
