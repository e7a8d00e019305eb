using Paretune.Training.Kernels;
using Paretune.Training.Libtorch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

/// <summary>Applies batch norms to maps, and updates their statistics and gradients.</summary>
internal static unsafe class BatchNorms
{
    /// <summary>Computes the norm for a map; in training, from the map's moments, which also update the running ones.</summary>
    /// <param name="map">[n, height, width, channels].</param>
    public static Norm Create(BatchNorm2d norm, Tensor map, bool isTraining)
    {
        var (mean, variance) = isTraining ? OfBatch(norm, map) : (Doubles(norm.running_mean!), Doubles(norm.running_var!));
        double[] inverse = [.. variance.Select(one => 1 / Math.Sqrt(one + norm.eps))];
        double[] scale = [.. Doubles(norm.weight).Zip(inverse, (weight, by) => weight * by)];
        var shift = Doubles(norm.bias!).Zip(mean.Zip(scale, (one, by) => one * by), (bias, moved) => bias - moved);
        return new(Floats(scale), Floats(shift), Floats(mean), Floats(inverse));
    }

    /// <summary>
    /// Computes the gradients of the norm's parameters and, in place, those of its input, from the gradients that passed the rectifier.
    /// </summary>
    public static void Backward(BatchNorm2d norm, Norm used, Tensor gradient, Tensor read, (double[] Gradients, double[] Products) sums)
    {
        norm.weight.Take(Floats(sums.Products.Zip(used.Inverse, (product, by) => product * by)));
        norm.bias!.Take(Floats(sums.Gradients));
        var channels = read.shape[^1];
        NormGradient.Apply(gradient.Floats(), read.Floats(), read.numel() / channels, used, sums.Gradients, sums.Products);
    }

    private static (double[] Mean, double[] Variance) OfBatch(BatchNorm2d norm, Tensor map)
    {
        var pixels = map.numel() / map.shape[^1];
        var (mean, variance) = Moments.Compute(map.Floats(), pixels, (int)map.shape[^1]);
        var momentum = norm.momentum!.Value;
        using Scalar kept = (1 - momentum).ToScalar(), taken = momentum.ToScalar();
        using var takenVariance = (momentum * pixels / (pixels - 1)).ToScalar();
        norm.num_batches_tracked!.add_(KeptScalar.One, KeptScalar.One);
        norm.running_mean!.mul_(kept).add_(tensor(Floats(mean)), alpha: taken);
        norm.running_var!.mul_(kept).add_(tensor(Floats(variance)), alpha: takenVariance);
        return (mean, variance);
    }

    private static double[] Doubles(Tensor numbers) => [.. numbers.detach().data<float>().Select(number => (double)number)];

    private static float[] Floats(IEnumerable<double> numbers) => [.. numbers.Select(number => (float)number)];
}
