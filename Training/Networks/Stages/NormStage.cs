using Paretune.Training.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

/// <summary>A norm and a rectifier without a filter after them to fuse with.</summary>
internal sealed unsafe class NormStage(BatchNorm2d norm) : IStage
{
    private Tensor? _input;
    private Norm? _norm;

    public Tensor Forward(Tensor input, bool isTraining)
    {
        var used = BatchNorms.Create(norm, input, isTraining);
        if (isTraining)
            (_input, _norm) = (input.alias().DetachFromDisposeScope(), used);
        var output = empty_like(input);
        RectifiedNorm.Forward(input.Floats(), output.Floats(), Rows(input), used);
        return output;
    }

    public Tensor? Backward(Tensor gradient)
    {
        using var input = _input!;
        var toInput = gradient.contiguous();
        var sums = RectifiedNorm.Backward(toInput.Floats(), input.Floats(), Rows(input), _norm!);
        BatchNorms.Backward(norm, _norm!, toInput, input, sums);
        (_input, _norm) = (null, null);
        return toInput;
    }

    private static long Rows(Tensor map) => map.numel() / map.shape[^1];
}
