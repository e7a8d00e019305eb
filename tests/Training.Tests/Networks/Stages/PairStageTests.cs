using Paretune.Training.Libtorch;
using Paretune.Training.Networks;
using Paretune.Training.Networks.Stages;
using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Networks.Stages;

/// <summary>Compares our kernels with torch's layers in double precision.</summary>
public sealed class PairStageTests
{
    public PairStageTests() => LibtorchLoader.Load();

    // Odd sides, fewer channels than lanes, more than one group, and maps smaller than the filter.
    [Theory]
    [InlineData(16, 9, 0, 1, 1, false)]
    [InlineData(16, 9, 0, 1, 2, true)]
    [InlineData(10, 8, 1, 1, 2, true)]
    [InlineData(70, 8, 5, 1, 1, true)]
    [InlineData(24, 1, 5, 1, 1, true)]
    [InlineData(3, 2, 7, 1, 2, true)]
    [InlineData(24, 13, 3, 2, 2, false)]
    [InlineData(8, 6, 0, 3, 1, true)]
    public void It_gives_what_torchs_layers_give(int channels, int side, int first, int spacing, int stride, bool isNormed)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var @case = new PairCase(channels, side, first, spacing, stride, isNormed);
        var stage = new PairStage(@case.Norm, @case.FirstLayer(), @case.SecondLayer());
        var image = randn(11, @case.Channels, @case.Side, @case.Side) * 2 + 1;
        var (expected, gradients, incoming) = @case.Torchs(image);
        using var frozen = no_grad();

        var output = stage.Forward(image.permute(0, 2, 3, 1).contiguous(), isTraining: true);
        var toInput = stage.Backward(incoming.permute(0, 2, 3, 1).to(ScalarType.Float32).contiguous())!;

        Assert.True(IsNear(output.permute(0, 3, 1, 2), expected));
        Assert.True(IsNear(toInput.permute(0, 3, 1, 2), gradients[0]));
        Assert.All(@case.Weights.Zip(gradients.Skip(1)), pair => Assert.True(IsNear(pair.First.grad!, pair.Second)));
    }

    /// <summary>Along a random direction, the loss changes as the gradient predicts.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Its_gradient_is_the_slope(int first)
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        var @case = new PairCase(12, 7, first, Spacing: 1, Stride: 2, IsNormed: true);
        var stage = new PairStage(@case.Norm, @case.FirstLayer(), @case.SecondLayer());
        using var frozen = no_grad();
        var input = randn(4, 7, 7, 12);
        var incoming = randn(4, 4, 4, 12);
        double Loss(Tensor at) => (stage.Forward(at, isTraining: true).to(ScalarType.Float64) * incoming).sum().item<double>();
        var way = randn_like(input);
        const double Step = 1e-3; // Small, so that few ReLUs change state.

        var slope = (Loss(input + Step * way) - Loss(input - Step * way)) / (2 * Step);
        Loss(input);
        var gradient = stage.Backward(incoming.clone())!;

        var said = (gradient.to(ScalarType.Float64) * way).sum().item<double>();
        Assert.InRange(slope / said, 0.98, 1.02);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_dense_first_filter_gives_what_torchs_layers_give(int read)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        const int Channels = 10, Side = 13, Spacing = 5;
        var first = nn.Conv2d(read, Channels, 3, 1, Spacing, Spacing, bias: false);
        var @case = new PairCase(Channels, Side, First: 0, Spacing: 1, Stride: 2, IsNormed: false);
        var row = new LayerPlan("first", LayerKind.Convolution, read, Channels, 3, 1, Spacing, 1, Side, Side, 0, 0, 0)
        {
            Padding = Spacing,
        };
        var stage = new PairStage(norm: null, new Layer(row, [], [], IsInPlace: false, first), @case.SecondLayer());
        var image = randn(9, read, Side, Side);
        var expected = nn.functional.conv2d(first.forward(image), @case.Second.weight, strides: [2, 2], padding: [1, 1], groups: Channels);
        var incoming = randn_like(expected);
        var gradients = autograd.grad([expected], [first.weight, @case.Second.weight], [incoming]);
        using var frozen = no_grad();

        var output = stage.Forward(image, isTraining: true);
        var toInput = stage.Backward(incoming.permute(0, 2, 3, 1).contiguous());

        Assert.Null(toInput);
        Assert.True(IsNear(output.permute(0, 3, 1, 2), expected));
        Assert.True(IsNear(first.weight.grad!, gradients[0]));
        Assert.True(IsNear(@case.Second.weight.grad!, gradients[1]));
    }

    private static bool IsNear(Tensor ours, Tensor torchs)
    {
        using var expected = torchs.to(ScalarType.Float64);
        var scale = expected.abs().max().item<double>() + 1e-12;
        return (ours.to(ScalarType.Float64) - expected).abs().max().item<double>() / scale < 1e-5;
    }
}

/// <param name="First">Spacing of the first filter's taps in pixels; 0 without a first filter.</param>
internal sealed record PairCase(int Channels, int Side, int First, int Spacing, int Stride, bool IsNormed)
{
    public BatchNorm2d? Norm { get; } = IsNormed ? Drawn(Channels) : null;
    public Conv2d? FirstFilter { get; } =
        First > 0 ? TorchSharp.torch.nn.Conv2d(Channels, Channels, 3, 1, First, First, groups: Channels, bias: false) : null;
    public Conv2d Second { get; } =
        TorchSharp.torch.nn.Conv2d(Channels, Channels, 3, Stride, Spacing, Spacing, groups: Channels, bias: false);

    public IEnumerable<Parameter> Weights =>
        ((Parameter?[])[FirstFilter?.weight, Second.weight, Norm?.weight, Norm?.bias]).OfType<Parameter>();

    public Layer? FirstLayer() => FirstFilter is null ? null : LayerOf("first", FirstFilter, stride: 1, First);

    public Layer SecondLayer() => LayerOf("second", Second, Stride, Spacing);

    /// <summary>Returns the output, the gradients of image and weights, and the incoming gradient, all in double precision.</summary>
    public (Tensor Output, IList<Tensor> Gradients, Tensor Incoming) Torchs(Tensor image)
    {
        var read = image.to(ScalarType.Float64).requires_grad_();
        Tensor[] weights = [.. Weights.Select(weight => weight.detach().to(ScalarType.Float64).requires_grad_())];
        var map = Norm is null ? read : TorchSharp.torch.nn.functional.relu(TorchSharp.torch.nn.functional.batch_norm(
            read, zeros(Channels, ScalarType.Float64), ones(Channels, ScalarType.Float64), weights[^2], weights[^1], training: true));
        if (FirstFilter is not null)
            map = TorchSharp.torch.nn.functional.conv2d(
                map, weights[0], padding: [First, First], dilation: [First, First], groups: Channels);
        var second = weights[FirstFilter is null ? 0 : 1];
        var output = TorchSharp.torch.nn.functional.conv2d(
            map, second, strides: [Stride, Stride], padding: [Spacing, Spacing], dilation: [Spacing, Spacing], groups: Channels);
        var incoming = randn_like(output);
        return (output, autograd.grad([output], [read, .. weights], [incoming]), incoming);
    }

    private Layer LayerOf(string name, Conv2d filter, int stride, int spacing)
    {
        var row = new LayerPlan(
            name, LayerKind.Convolution, Channels, Channels, 3, stride, spacing, Channels, Side, Side, 0, 0, 0)
        {
            Padding = spacing,
        };
        return new(row, [], [], IsInPlace: false, new PerChannelConvolution(row, filter));
    }

    private static BatchNorm2d Drawn(int channels)
    {
        var norm = TorchSharp.torch.nn.BatchNorm2d(channels);
        using var frozen = no_grad();
        norm.weight.uniform_(0.5, 1.5);
        norm.bias!.normal_(0, 1);
        return norm;
    }
}
