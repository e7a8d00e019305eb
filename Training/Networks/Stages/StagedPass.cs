using System.Collections.Immutable;
using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

/// <summary>A forward pass whose backward pass is computed stage by stage.</summary>
internal sealed class StagedPass : ITrainingPass
{
    private readonly ImmutableArray<IStage> _stages;

    public StagedPass(ImmutableArray<IStage> stages, Tensor image)
    {
        _stages = stages;
        using var frozen = no_grad();
        Logits = Forward(stages, image, isTraining: true).requires_grad_();
    }

    public Tensor Logits { get; }

    /// <summary>Runs all stages. Each output is freed after the next stage, unless a stage keeps it.</summary>
    public static Tensor Forward(ImmutableArray<IStage> stages, Tensor image, bool isTraining)
    {
        using var scope = NewDisposeScope();
        var map = image.contiguous();
        foreach (var stage in stages)
        {
            using var read = map;
            map = stage.Forward(read, isTraining).MoveToOuterDisposeScope();
        }

        return map;
    }

    public void Backward()
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Tensor? gradient = Logits.grad!.contiguous();
        foreach (var stage in _stages.Reverse())
        {
            using var after = gradient;
            gradient = stage.Backward(after!);
        }
    }
}
