using System.Collections.Immutable;
using Paretune.Models.Onnx.Format;

namespace Paretune.Models.Onnx;

/// <summary>
/// Finds the nodes whose values may exceed a half's range, which ends at 65,504: local response norms, whose sums of squares grow large,
/// and maps with large values. Runtimes with true half arithmetic compute infinity there, and zeros after it.
/// </summary>
public static class HalfRange
{
    /// <summary>The largest finite half.</summary>
    public const float Largest = 65504;

    // Safety factor: other images may have values twice as large as the calibration images, and squares four times as large.
    private const double Margin = 2;

    /// <summary>Returns the names of these nodes, in the model's order.</summary>
    /// <param name="model">A model written by <see cref="NetworkOnnx"/>.</param>
    /// <param name="maps">The statistics that <see cref="Calibration"/> measured.</param>
    public static ImmutableArray<string> Beyond(byte[] model, MapStatistics maps)
    {
        var nodes = ModelProto.Parser.ParseFrom(model).Graph.Node;
        return [
            .. nodes.Where(node => SumsTooMuch(node, maps)
                || node.Output.Concat(node.Input).Any(tensor => Peak(tensor, maps) * Margin > Largest)).Select(node => node.Name)];
    }

    /// <summary>Returns the largest possible sum of squares in a local response norm.</summary>
    public static double SumOfSquares(double peak, long size) => size * peak * peak;

    private static bool SumsTooMuch(NodeProto node, MapStatistics maps) => node.OpType == "LRN"
        && SumOfSquares(Peak(node.Input[0], maps) * Margin, node.Attribute.First(one => one.Name == "size").I) > Largest;

    private static double Peak(string tensor, MapStatistics maps) =>
        maps.Channels.TryGetValue(tensor, out var channels) ? PeakOf(channels.Range)
        : maps.Ranges.TryGetValue(tensor, out var range) ? PeakOf(range) : 0;

    private static double PeakOf(ValueRange range) => Math.Max(-range.Low, range.High);
}
