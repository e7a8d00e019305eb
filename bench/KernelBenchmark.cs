using System.Diagnostics;
using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Bench;

/// <summary>
/// Compares the time of a layer's forward and backward pass by torch's convolution and by the matrix product that training uses instead.
/// </summary>
internal static class KernelBenchmark
{
    private const int Images = 128, Passes = 15;

    public static IEnumerable<Row> Run()
    {
        LibtorchLoader.Load();
        (int Channels, int Side, int Dilation)[] layers = [(128, 8, 3), (128, 8, 7), (256, 4, 3), (512, 2, 1), (512, 2, 3), (1024, 1, 1)];
        foreach (var (channels, side, dilation) in layers)
        {
            using var convolution = nn.Conv2d(channels, channels, 3, 1, dilation, dilation, groups: channels, bias: false);
            var row = new LayerPlan(
                "dilated", LayerKind.Convolution, channels, channels, 3, 1, dilation, channels, side, side, 9L * channels, 0, 0)
            {
                Padding = dilation,
            };
            using var product = new PerChannelConvolution(row, convolution);
            using var images = rand(Images, channels, side, side).requires_grad_(true);
            var pairs = Enumerable.Range(0, Passes).Select(
                _ => (Convolution: Seconds(convolution, images), Product: Seconds(product, images))).Skip(1).ToList();
            yield return new(
                $"{channels} channels {side}×{side} dilation {dilation}: convolution / product",
                Statistics.Median(pairs.Select(pair => pair.Convolution)) / Statistics.Median(pairs.Select(pair => pair.Product)), "×",
                Goal: 1);
        }
    }

    private static double Seconds(nn.Module<Tensor, Tensor> layer, Tensor images)
    {
        using var scope = NewDisposeScope();
        // Contiguous, as from batch norm. The gradient of a sum would be an expanded scalar, with which a matrix product is slow.
        var gradient = ones_like(images);
        var started = Stopwatch.GetTimestamp();
        layer.forward(images).backward([gradient]);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
