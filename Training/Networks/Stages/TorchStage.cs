using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

/// <summary>Consecutive rows that torch computes, with its own backward pass.</summary>
/// <param name="isFirst">Whether the stage reads the image.</param>
internal sealed class TorchStage(ImmutableArray<Layer> layers, bool isFirst) : IStage
{
    private Tensor? _input;
    private Tensor? _output;

    public Tensor Forward(Tensor input, bool isTraining)
    {
        var read = isFirst || input.Dimensions < 4 ? input : input.permute(0, 3, 1, 2);
        if (!isTraining)
            return Lying(Run(read));
        _input = (isFirst ? read.alias() : read.detach().requires_grad_()).DetachFromDisposeScope();
        using (enable_grad())
            _output = Run(_input).DetachFromDisposeScope();
        return Lying(_output.detach());
    }

    public Tensor? Backward(Tensor gradient)
    {
        using var output = _output!;
        using var input = _input!;
        output.backward([gradient.Dimensions < 4 ? gradient : gradient.permute(0, 3, 1, 2)]);
        (_input, _output) = (null, null);
        return isFirst ? null : Lying(input.grad!);
    }

    private Tensor Run(Tensor input)
    {
        foreach (var layer in layers)
            input = layer.Forward([input]);
        return input;
    }

    private static Tensor Lying(Tensor map) => map.Dimensions < 4 ? map.contiguous() : map.permute(0, 2, 3, 1).contiguous();
}
