using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>
/// Computes layers with bfloat16 maps and float32 weights: weights are rounded when a layer is computed, so that gradients arrive in
/// float32. Norms take bfloat16 maps and keep their sums and statistics in float32.
/// </summary>
internal static class MixedPrecision
{
    /// <summary>Converts a tensor; returns the tensor itself if it already has this type.</summary>
    public static Tensor As(this Tensor tensor, ScalarType type) => tensor.dtype == type ? tensor : tensor.to(type);

    /// <summary>Applies a layer to a map whose type may differ from that of its weights.</summary>
    public static Tensor Forward(LayerPlan row, nn.Module<Tensor, Tensor> module, Tensor map) => map.dtype == ScalarType.Float32
        ? module.forward(map)
        : module switch
        {
            Conv2d convolution => nn.functional.conv2d(
                map, convolution.weight.As(map.dtype), convolution.bias?.As(map.dtype), [row.Stride, row.Stride],
                [row.Padding, row.Padding], [row.Dilation, row.Dilation], row.Groups),
            Linear linear => nn.functional.linear(map, linear.weight.As(map.dtype), linear.bias?.As(map.dtype)),
            // Its powers need more digits than bfloat16 has.
            LocalResponseNorm norm => norm.forward(map.As(ScalarType.Float32)).As(map.dtype),
            _ => module.forward(map),
        };
}
