using Paretune.Training.Libtorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

/// <summary>A 1×1 convolution: a product of pixels and weights.</summary>
internal sealed class PointwiseStage(Conv2d convolution) : IStage
{
    private Tensor? _input; // [pixels, channels in]

    public Tensor Forward(Tensor input, bool isTraining)
    {
        var pixels = input.view(-1, input.shape[3]);
        if (isTraining)
            _input = pixels.DetachFromDisposeScope();
        using var matrix = Matrix();
        using var turned = matrix.t();
        var output = mm(pixels, turned);
        if (convolution.bias is { } bias)
            output.add_(bias, KeptScalar.One);
        return output.view(input.shape[0], input.shape[1], input.shape[2], -1);
    }

    public Tensor? Backward(Tensor gradient)
    {
        using var input = _input!;
        using var pixels = gradient.view(-1, gradient.shape[3]);
        using var matrix = Matrix();
        using var turned = pixels.t();
        convolution.weight.Take(mm(turned, input).view(convolution.weight.shape));
        if (convolution.bias is not null)
            convolution.bias.Take(pixels.sum(0));
        _input = null;
        return mm(pixels, matrix).view(gradient.shape[0], gradient.shape[1], gradient.shape[2], -1);
    }

    private Tensor Matrix() => convolution.weight.detach().view(convolution.weight.shape[0], convolution.weight.shape[1]);
}
