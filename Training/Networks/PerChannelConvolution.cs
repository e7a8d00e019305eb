using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>A 3×3 convolution of each channel by itself, without bias; its weight is named and drawn as torch's own is.</summary>
/// <remarks>
/// Where the taps lie further apart than the map is wide, all but the middle one see padding only, so the layer is a product. oneDNN has no
/// fast backward pass for dilated filters: [128, 512, 2, 2] at dilation 5, forward and backward, took 52 and 66 ms as a convolution, 4.0 and
/// 2.4 ms as a product, with gradients equal to 2e-5 (CPU time, two runs of 4 passes, one thread on a busy 2-core AMD EPYC, libtorch 2.10,
/// 2026-11-23). Splitting larger maps by phase was slower at most sizes.
/// </remarks>
internal sealed class PerChannelConvolution : nn.Module<Tensor, Tensor>
{
    private readonly LayerPlan row;
    private readonly int padding;
    private readonly Parameter weight; // [channels, 1, k, k]

    public PerChannelConvolution(LayerPlan row, Conv2d drawn, int padding) : base(row.Name)
    {
        (this.row, this.padding, weight) = (row, padding, drawn.weight);
        register_parameter("weight", weight);
    }

    public override Tensor forward(Tensor input)
    {
        var onlyMiddle = row.Stride == 1 && Math.Max(input.shape[2], input.shape[3]) <= row.Dilation;
        return onlyMiddle
            ? input * weight.narrow(2, row.Kernel / 2, 1).narrow(3, row.Kernel / 2, 1).view(1, row.In, 1, 1)
            : nn.functional.conv2d(input, weight, null, [row.Stride, row.Stride], [padding, padding], [row.Dilation, row.Dilation], row.Groups);
    }
}
