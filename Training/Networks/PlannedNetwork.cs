using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>A network built from its rows: one block a module, each named after it.</summary>
public sealed class PlannedNetwork : nn.Module<Tensor, Tensor>
{
    // Modules draw their weights from the one generator of the process; another device's trial must not draw in between.
    private static readonly Lock Drawing = new();
    private readonly List<Block> blocks = [];

    // Private: it draws from the one generator.
    private PlannedNetwork(NetworkPlan plan) : base(plan.Network)
    {
        foreach (var rows in plan.Layers.GroupBy(row => row.Name.Split('.')[0]))
        {
            var block = new Block(rows.Key, [.. rows]);
            blocks.Add(block);
            register_module(rows.Key, block);
        }
    }

    /// <summary>Builds the module with the weights that belong to a seed, whatever other threads draw.</summary>
    public static PlannedNetwork Seeded(NetworkPlan plan, long seed)
    {
        lock (Drawing)
        {
            manual_seed(seed);
            return new(plan);
        }
    }

    /// <param name="input">[n, 3, size, size], normalised.</param>
    /// <returns>[n, classes], logits.</returns>
    public override Tensor forward(Tensor input) => Block.Through(blocks.SelectMany(block => block.Layers), input);
}

/// <summary>The layers of one module, one behind the other.</summary>
internal sealed class Block : nn.Module<Tensor, Tensor>
{
    private readonly List<nn.Module<Tensor, Tensor>> layers = [];

    public Block(string name, IReadOnlyList<LayerPlan> rows) : base(name)
    {
        foreach (var row in rows)
        {
            var layer = Build(row);
            layers.Add(layer);
            register_module(row.Name[(row.Name.IndexOf('.', StringComparison.Ordinal) + 1)..], layer);
        }
    }

    public IReadOnlyList<nn.Module<Tensor, Tensor>> Layers => layers;

    public override Tensor forward(Tensor input) => Through(layers, input);

    /// <summary>What a chain of layers makes of an input, which stays the caller's.</summary>
    public static Tensor Through(IEnumerable<nn.Module<Tensor, Tensor>> layers, Tensor input)
    {
        var x = input;
        foreach (var layer in layers)
            x = is_grad_enabled() ? layer.forward(x) : Alone(layer, x, isOurs: !ReferenceEquals(x, input));
        return x;
    }

    /// <summary>
    /// One layer without gradients: nothing looks back at an activation, so each is freed once the next is there. A large batch
    /// would otherwise hold those of all layers at once.
    /// </summary>
    private static Tensor Alone(nn.Module<Tensor, Tensor> layer, Tensor x, bool isOurs)
    {
        using var scope = NewDisposeScope();
        var next = layer.forward(x);
        // A layer that works in place may give back the tensor it got.
        if (ReferenceEquals(next, x))
            return x;
        if (isOurs)
            x.Dispose();
        return next.MoveToOuterDisposeScope();
    }

    private static nn.Module<Tensor, Tensor> Build(LayerPlan row) => row.Kind switch
    {
        LayerKind.Convolution => Convolution(row),
        LayerKind.BatchNorm => nn.BatchNorm2d(row.Out),
        LayerKind.Relu => nn.ReLU(inplace: true),
        LayerKind.GlobalAveragePool => nn.Sequential(("pool", nn.AdaptiveAvgPool2d(1)), ("flatten", nn.Flatten())),
        LayerKind.Linear => nn.Linear(row.In, row.Out),
        _ => throw new ArgumentException($"a layer's kind must be one of {string.Join(", ", Enum.GetNames<LayerKind>())}, but is {row.Kind}"),
    };

    private static nn.Module<Tensor, Tensor> Convolution(LayerPlan row)
    {
        // "Same" padding: the map keeps its size but for the stride.
        var padding = row.Dilation * (row.Kernel - 1) / 2;
        var layer = nn.Conv2d(row.In, row.Out, row.Kernel, row.Stride, padding, row.Dilation, groups: row.Groups, bias: false);
        return row.Groups == row.In && row.In == row.Out && row.Groups > 1 ? new PerChannelConvolution(row, layer, padding) : layer;
    }
}
