using Paretune.Client.Models;
using Paretune.Testing;
using Paretune.Tuning.Networks;

namespace Paretune.Client.Tests.Reproduction;

/// <summary>docs/reproduction.md counts the dilated convolutions whose maps are smaller than their filters.</summary>
public sealed class PublishedMapsTests
{
    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void The_dilated_convolutions_reduced_to_their_middle_tap_are_those_of_the_network(int dilation)
    {
        var counts = new[] { 27, 32, 48, 64, 224 }.Select(pixels => ModelDescription.From(
            "dilated-separable", new(dilation, Width: 1, Resolution: 1, LearningRate: 0.001, WeightDecay: 0, BatchSize: 128), pixels,
            NetworkEnds.OfColour(10)).Blind.Count(layer => layer.EndsWith(".dilated", StringComparison.Ordinal)));

        Assert.Contains(
            $"\n| {dilation} | {string.Join(" | ", counts)} |\n", PublishedResults.Page("reproduction.md"), StringComparison.Ordinal);
    }
}
