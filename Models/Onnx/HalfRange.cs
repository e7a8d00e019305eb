using System.Collections.Immutable;
using Paretune.Models.Onnx.Format;

namespace Paretune.Models.Onnx;

/// <summary>
/// Finds the nodes whose numbers a half may not hold, which ends at 65,504: responses that are normalised by a sum of squares, and maps
/// that come near the end themselves. Runtimes that compute in true half arithmetic give infinity there, and zeros behind it.
/// </summary>
public static class HalfRange
{
    /// <summary>The highest that a half can hold.</summary>
    public const float Largest = 65504;

    // Other images may have twice what the calibration images had; a square four times as much.
    private const double Margin = 2;

    /// <summary>By the name of the node, in their order.</summary>
    /// <param name="model">What <see cref="NetworkOnnx"/> wrote.</param>
    /// <param name="maps">What <see cref="Calibration"/> found.</param>
    public static ImmutableArray<string> Beyond(byte[] model, MapStatistics maps)
    {
        var nodes = ModelProto.Parser.ParseFrom(model).Graph.Node;
        return [
            .. nodes.Where(node => SumsTooMuch(node, maps)
                || node.Output.Concat(node.Input).Any(tensor => Peak(tensor, maps) * Margin > Largest)).Select(node => node.Name)];
    }

    /// <summary>The most that a sum of squares of a local response normalisation comes to.</summary>
    public static double SumOfSquares(double peak, long size) => size * peak * peak;

    private static bool SumsTooMuch(NodeProto node, MapStatistics maps) => node.OpType == "LRN"
        && SumOfSquares(Peak(node.Input[0], maps) * Margin, node.Attribute.First(one => one.Name == "size").I) > Largest;

    private static double Peak(string tensor, MapStatistics maps) =>
        maps.Channels.TryGetValue(tensor, out var channels) ? PeakOf(channels.Range)
        : maps.Ranges.TryGetValue(tensor, out var range) ? PeakOf(range) : 0;

    private static double PeakOf(ValueRange range) => Math.Max(-range.Low, range.High);
}
