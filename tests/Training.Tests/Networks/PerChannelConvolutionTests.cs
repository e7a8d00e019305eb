using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Networks;

public sealed class PerChannelConvolutionTests
{
    public PerChannelConvolutionTests() => LibtorchLoader.Load();

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 5, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(6, 5, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(7, 1, 2)]
    [InlineData(2, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(8, 3, 1)]
    [InlineData(8, 7, 1)]
    [InlineData(5, 3, 2)]
    [InlineData(9, 3, 1)]
    public void It_gives_what_torchs_own_convolution_gives(int side, int dilation, int stride)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var row =
            new LayerPlan("dilated", LayerKind.Convolution, 6, 6, 3, stride, dilation, 6, side, side, 54, 0, 0) { Padding = dilation };
        var torchs = nn.Conv2d(6, 6, 3, stride, dilation, dilation, groups: 6, bias: false);
        var layer = new PerChannelConvolution(row, torchs);
        var image = randn([2, 6, side, side], requires_grad: true);

        var (expected, expectedGradients) = OutputWithGradients(() => torchs.forward(image), image, torchs.weight);
        var (output, gradients) = OutputWithGradients(() => layer.forward(image), image, torchs.weight);

        Assert.True(output.allclose(expected, rtol: 1e-4, atol: 1e-5));
        Assert.All(gradients.Zip(expectedGradients), pair => Assert.True(pair.First.allclose(pair.Second, rtol: 1e-4, atol: 1e-5)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void It_computes_after_it_was_moved(int side)
    {
        using var scope = NewDisposeScope();
        var row = new LayerPlan("dilated", LayerKind.Convolution, 6, 6, 3, 1, 1, 6, side, side, 54, 0, 0) { Padding = 1 };
        var layer = new PerChannelConvolution(row, nn.Conv2d(6, 6, 3, 1, 1, groups: 6, bias: false));
        var image = randn(2, 6, side, side);
        var before = layer.forward(image);

        // Replaces the parameters, as moving to a GPU does.
        layer.to(ScalarType.Float64);

        Assert.True(layer.forward(image.to(ScalarType.Float64)).to(ScalarType.Float32).allclose(before, rtol: 1e-4, atol: 1e-5));
    }

    private static (Tensor Output, IList<Tensor> Gradients) OutputWithGradients(Func<Tensor> forward, Tensor image, Tensor weight)
    {
        var output = forward();
        return (output, autograd.grad([output.pow(2).sum()], [image, weight]));
    }
}
