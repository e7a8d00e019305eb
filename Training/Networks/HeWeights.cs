using System.Collections.Immutable;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>The first weights of He et al. 2015: normal with variance 2/inputs, biases 0.</summary>
internal static class HeWeights
{
    public static void Draw(ImmutableArray<Layer> layers)
    {
        using var frozen = no_grad();
        foreach (var module in layers.Select(layer => layer.Module))
            Draw(module);
    }

    private static void Draw(nn.Module<Tensor, Tensor>? module)
    {
        var (weight, bias) = module switch
        {
            Conv2d convolution => (convolution.weight, convolution.bias),
            PerChannelConvolution convolution => (convolution.Weight, null),
            Linear linear => (linear.weight, linear.bias),
            _ => (null, null),
        };
        // Everything but the first side is summed over: [out, in, k, k] and [out, in].
        weight?.normal_(0, Math.Sqrt(2.0 * weight.shape[0] / weight.numel()));
        bias?.zero_();
    }
}
