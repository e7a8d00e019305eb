using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>
/// Layers whose maps are bfloat16 and whose weights are float32: a layer's weights are rounded when it is computed, so that gradients
/// arrive in float32. Norms take bfloat16 maps and keep their sums and statistics in float32.
/// </summary>
internal static class MixedPrecision
{
    /// <summary>The tensor itself where it is of this type already.</summary>
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
            // Its powers leave bfloat16's range of digits.
            LocalResponseNorm norm => norm.forward(map.As(ScalarType.Float32)).As(map.dtype),
            _ => module.forward(map),
        };
}
