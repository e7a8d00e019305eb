using Paretune.Training.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

/// <summary>
/// One or two 3×3 filters with the norm and rectifier before them, if there are any: one pass over memory in each direction.
/// </summary>
/// <param name="first">Null if there is only the second filter.</param>
internal sealed unsafe class PairStage(BatchNorm2d? norm, Layer? first, Layer second) : IStage
{
    private readonly FirstFilter _kind =
        first is null ? FirstFilter.None : first.Row.Groups == 1 ? FirstFilter.Dense : FirstFilter.PerChannel;

    private Tensor? _input;
    private Norm? _norm;

    public Tensor Forward(Tensor input, bool isTraining)
    {
        var shape = Shape(input);
        var used = norm is null ? null : BatchNorms.Create(norm, input, isTraining);
        if (isTraining)
            (_input, _norm) = (input.alias().DetachFromDisposeScope(), used);
        using var weights = Weights(shape, used);
        var output = empty(shape.Images, shape.OutHeight, shape.OutWidth, shape.Channels);
        new PairForward(shape, weights, input.Floats(), output.Floats()).Run();
        return output;
    }

    public Tensor? Backward(Tensor gradient)
    {
        using var input = _input!;
        var (shape, sums) = (Shape(input), new PairSums(Shape(input)));
        using var weights = Weights(shape, _norm);
        var toInput = _kind == FirstFilter.Dense ? null : empty_like(input);
        new PairBackward(shape, weights, input.Floats(), gradient.Floats(), toInput is null ? null : toInput.Floats(), sums).Run();
        if (first is not null)
            Filter(first).Take(sums.First());
        Filter(second).Take(sums.Second());
        if (norm is not null)
            BatchNorms.Backward(norm, _norm!, toInput!, input, sums.Norm());
        (_input, _norm) = (null, null);
        return toInput;
    }

    private PairWeights Weights(PairShape shape, Norm? used) => new(shape, first is null ? null : Filter(first), Filter(second), used);

    private PairShape Shape(Tensor input)
    {
        long[] sides = _kind == FirstFilter.Dense ? [input.shape[2], input.shape[3]] : [input.shape[1], input.shape[2]];
        return new(
            (int)input.shape[0], (int)sides[0], (int)sides[1], (first ?? second).Row.In, second.Row.Out, _kind,
            first?.Row.Dilation ?? 0, second.Row.Dilation, second.Row.Stride);
    }

    private static Parameter Filter(Layer layer) => layer.Module switch
    {
        PerChannelConvolution filter => filter.Weight,
        Conv2d filter => filter.weight,
        _ => throw new InvalidOperationException($"row {layer.Row.Name} is no convolution"),
    };
}
