using System.Collections.Immutable;
using Paretune.Training.Networks.Stages;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>A network built from its rows, with one block per module, which has the module's name.</summary>
public sealed class PlannedNetwork : nn.Module<Tensor, Tensor>
{
    // Modules draw their weights from the process's only generator; another device's trial must not draw in between.
    private static readonly Lock Drawing = new();

    private readonly ImmutableArray<IStage> _stages; // Empty if torch's own layers are used.

    // Channels-last layout on a CPU: steps of resnet18 are 1.02 to 1.07 times as fast, those of the other networks with branches 1.16 to
    // 1.7 times (docs/performance.md). Maps are converted back before they are flattened, which costs alexnet and vgg16 2 to 6 %.
    private readonly bool _isFasterChannelsLast;

    // Private, because it draws from the process's generator.
    private PlannedNetwork(NetworkPlan plan) : base(plan.Network)
    {
        Layers = Layer.From(plan.Layers);
        foreach (var block in Layers.GroupBy(layer => layer.Row.Name.Split('.')[0]))
            register_module(block.Key, new Block(block.Key, block));
        DrawnWeights.Draw(Layers, plan.Initialization);
        _stages = StagePlan.Create(Layers);
        _isFasterChannelsLast = !IsStaged && !Layers.Any(layer => layer.Row.Kind == LayerKind.Flatten);
    }

    /// <summary>The layers in the order of their computation.</summary>
    internal ImmutableArray<Layer> Layers { get; }

    /// <summary>Builds the network with the weights of a seed, whatever other threads draw.</summary>
    public static PlannedNetwork Seeded(NetworkPlan plan, long seed)
    {
        lock (Drawing)
        {
            manual_seed(seed);
            return new(plan);
        }
    }

    /// <summary>Makes dropout draw from this generator, so that an epoch drops the same units whatever else is drawn.</summary>
    public void DrawFrom(Generator generator)
    {
        foreach (var dropout in Layers.Select(layer => layer.Module).OfType<SeededDropout>())
            dropout.Generator = generator;
    }

    /// <summary>The precision of maps and products in training passes; inference uses fp32.</summary>
    internal TrainingPrecision Precision { get; set; }

    /// <summary>Whether a CPU computes it with <see cref="Kernels"/> and not with torch's layers, in fp32.</summary>
    internal bool IsStaged => !_stages.IsEmpty;

    public bool HasDropout => Layers.Any(layer => layer.Module is SeededDropout);

    /// <summary>Starts a forward pass whose gradients are needed; only one at a time.</summary>
    /// <param name="input">[n, channels, size, size], normalized; owned by the caller.</param>
    internal ITrainingPass Train(Tensor input) =>
        Precision == TrainingPrecision.Bf16 ? new TorchPass(Compute(input.As(ScalarType.BFloat16)))
        : CanUseStages(input) ? new StagedPass(_stages, input)
        : new TorchPass(Compute(input));

    /// <param name="input">[n, channels, size, size], normalized; owned by the caller.</param>
    /// <returns>Logits, [n, classes].</returns>
    public override Tensor forward(Tensor input)
    {
        if (!is_grad_enabled() && !training && CanUseStages(input))
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
                read[0] = read[0].As(ScalarType.Float32); // The loss needs logits with all digits.
            outputs[i] = is_grad_enabled() ? layer.Forward(read) : Alone(layer, read);
            if (!is_grad_enabled())
                Free(layer.Spent.Select(source => outputs[source]), but: outputs[i]);
        }

        return outputs[^1];
    }

    private bool CanUseStages(Tensor input) =>
        IsStaged && input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32;

    /// <summary>
    /// Runs one layer without gradients: each activation is freed after its last reader, because a large batch would otherwise hold those
    /// of all layers at once.
    /// </summary>
    private static Tensor Alone(Layer layer, Tensor[] read)
    {
        using var scope = NewDisposeScope();
        var next = layer.Forward(read);
        // An in-place layer returns its input, which does not belong to this scope.
        return read.Contains(next, ReferenceEqualityComparer.Instance) ? next : next.MoveToOuterDisposeScope();
    }

    private static void Free(IEnumerable<Tensor> spent, Tensor but)
    {
        foreach (var tensor in spent.Where(tensor => !ReferenceEquals(tensor, but)))
            tensor.Dispose();
    }
}

/// <summary>A block's layers with weights, under their own names.</summary>
internal sealed class Block : nn.Module
{
    public Block(string name, IEnumerable<Layer> layers) : base(name)
    {
        foreach (var layer in layers.Where(layer => layer.Module is not null))
            register_module(layer.Row.Name[(layer.Row.Name.IndexOf('.', StringComparison.Ordinal) + 1)..], layer.Module!);
    }
}
