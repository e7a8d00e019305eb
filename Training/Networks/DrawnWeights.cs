using System.Collections.Immutable;
using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>Draws the initial weights of a network whose modules have torch's own; biases become 0.</summary>
internal static class DrawnWeights
{
    // Standard deviation of the classifier's weights, as in torchvision: logits start near 0, so the first loss is near that of guessing.
    // Without batch norm the classifier's inputs are larger: with 4,096 inputs and 0.01 the loss starts at 3.0 instead of ln 7 = 1.95
    // (alexnet, vgg16).
    private const double ClassifierDeviation = 0.01, PlainLogits = 0.1;

    public static void Draw(ImmutableArray<Layer> layers, WeightInitialization weights)
    {
        if (weights == WeightInitialization.Torch)
            return;
        using var frozen = no_grad();
        var drawn = layers.Select(layer => Parameters(layer.Module)).Where(one => one.Weight is not null).ToList();
        foreach (var (weight, bias) in drawn)
        {
            weight!.normal_(0, Math.Sqrt(2.0 / (weights == WeightInitialization.FanOut ? FanOut(weight) : FanIn(weight))));
            bias?.zero_();
        }

        if (weights != WeightInitialization.He)
            drawn[^1].Weight!.normal_(0, Deviation(drawn[^1].Weight!, weights));
    }

    private static double Deviation(Parameter classifier, WeightInitialization weights) => weights == WeightInitialization.FanOut
        ? ClassifierDeviation
        : Math.Min(ClassifierDeviation, PlainLogits / Math.Sqrt(FanIn(classifier)));

    private static (Parameter? Weight, Parameter? Bias) Parameters(nn.Module<Tensor, Tensor>? module) => module switch
    {
        Conv2d convolution => (convolution.weight, convolution.bias),
        PerChannelConvolution convolution => (convolution.Weight, null),
        Linear linear => (linear.weight, linear.bias),
        _ => (null, null),
    };

    // Weights are [out, in, k, k] or [out, in]: the product of all sides but the first.
    private static double FanIn(Parameter weight) => (double)weight.numel() / weight.shape[0];

    // As torch counts: a convolution per channel counts all channels, which batch norm compensates.
    private static double FanOut(Parameter weight) => (double)weight.numel() / weight.shape[1];
}
