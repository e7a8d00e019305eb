using System.Collections.Immutable;
using Paretune.Training.Networks.Stages;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>A network built from its rows: one block a module, each named after it.</summary>
public sealed class PlannedNetwork : nn.Module<Tensor, Tensor>
{
    // Modules draw their weights from the one generator of the process; another device's trial must not draw in between.
    private static readonly Lock Drawing = new();

    private readonly ImmutableArray<IStage> _stages; // None where torch's own way is taken.

    // On a CPU, where maps follow the image: 1.02 to 1.07 times the steps of resnet18, 1.16 to 1.7 times those of the others with branches
    // (docs/performance.md). Maps are converted back before they are flattened: alexnet and vgg16 lose 2 and 6 %.
    private readonly bool _isFasterChannelsLast;

    // Private: it draws from the one generator.
    private PlannedNetwork(NetworkPlan plan) : base(plan.Network)
    {
        Layers = Layer.From(plan.Layers);
        foreach (var block in Layers.GroupBy(layer => layer.Row.Name.Split('.')[0]))
            register_module(block.Key, new Block(block.Key, block));
        DrawnWeights.Draw(Layers, plan.FirstWeights);
        _stages = StagePlan.Create(Layers);
        _isFasterChannelsLast = _stages.IsEmpty && !Layers.Any(layer => layer.Row.Kind == LayerKind.Flatten);
    }

    /// <summary>In the order they are computed.</summary>
    internal ImmutableArray<Layer> Layers { get; }

    /// <summary>Builds the module with the weights that belong to a seed, whatever other threads draw.</summary>
    public static PlannedNetwork Seeded(NetworkPlan plan, long seed)
    {
        lock (Drawing)
        {
            manual_seed(seed);
            return new(plan);
        }
    }

    /// <summary>Dropout draws from this generator from now on, so that an epoch drops the same units regardless of other draws.</summary>
    public void DrawFrom(Generator generator)
    {
        foreach (var dropout in Layers.Select(layer => layer.Module).OfType<SeededDropout>())
            dropout.Generator = generator;
    }

    /// <summary>The precision of maps and products in training passes; inference uses fp32.</summary>
    internal TrainingPrecision Precision { get; set; }

    public bool HasDropout => Layers.Any(layer => layer.Module is SeededDropout);

    /// <summary>A forward pass whose gradients are to be taken; only one at a time.</summary>
    /// <param name="input">[n, channels, size, size], normalised; it stays the caller's.</param>
    internal ITrainingPass Train(Tensor input) =>
        Precision == TrainingPrecision.Bf16 ? new TorchPass(Compute(input.As(ScalarType.BFloat16)))
        : IsStaged(input) ? new StagedPass(_stages, input)
        : new TorchPass(Compute(input));

    /// <param name="input">[n, channels, size, size], normalised; it stays the caller's.</param>
    /// <returns>[n, classes], logits.</returns>
    public override Tensor forward(Tensor input)
    {
        if (!is_grad_enabled() && !training && IsStaged(input))
            return StagedPass.Forward(_stages, input, isTraining: false);
        return Compute(input);
    }

    private Tensor Compute(Tensor input)
    {
        if (input.device_type != DeviceType.CPU || !_isFasterChannelsLast)
            return Through(input);
        using var image = input.ChannelsLast();
        return Through(image);
    }

    private Tensor Through(Tensor input)
    {
        var outputs = new Tensor[Layers.Length];
        foreach (var (i, layer) in Layers.Index())
        {
            Tensor[] read = [.. layer.Sources.Select(source => source == Layer.Image ? input : outputs[source])];
            if (i == Layers.Length - 1)
                read[0] = read[0].As(ScalarType.Float32); // Logits have as many digits as the loss.
            outputs[i] = is_grad_enabled() ? layer.Forward(read) : Alone(layer, read);
            if (!is_grad_enabled())
                Free(layer.Spent.Select(source => outputs[source]), but: outputs[i]);
        }

        return outputs[^1];
    }

    private bool IsStaged(Tensor input) =>
        !_stages.IsEmpty && input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32;

    /// <summary>
    /// Runs one layer without gradients: activations are not needed later, so each is freed after its last reader. A large batch would
    /// otherwise hold those of all layers at once.
    /// </summary>
    private static Tensor Alone(Layer layer, Tensor[] read)
    {
        using var scope = NewDisposeScope();
        var next = layer.Forward(read);
        // An in-place layer returns its input, which is not of this scope.
        return read.Contains(next, ReferenceEqualityComparer.Instance) ? next : next.MoveToOuterDisposeScope();
    }

    private static void Free(IEnumerable<Tensor> spent, Tensor but)
    {
        foreach (var tensor in spent.Where(tensor => !ReferenceEquals(tensor, but)))
            tensor.Dispose();
    }
}

/// <summary>The layers with weights of one block, under their own names.</summary>
internal sealed class Block : nn.Module
{
    public Block(string name, IEnumerable<Layer> layers) : base(name)
    {
        foreach (var layer in layers.Where(layer => layer.Module is not null))
            register_module(layer.Row.Name[(layer.Row.Name.IndexOf('.', StringComparison.Ordinal) + 1)..], layer.Module!);
    }
}
