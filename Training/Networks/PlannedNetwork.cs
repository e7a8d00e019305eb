using Paretune.Tuning.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>A network built from its rows: one block a module, each named after it.</summary>
public sealed class PlannedNetwork : nn.Module<Tensor, Tensor>
{
    private readonly List<Block> blocks = [];

    /// <summary>Builds the module with fresh weights from torch's global generator.</summary>
    public PlannedNetwork(NetworkPlan plan) : base(plan.Network)
    {
        foreach (var rows in plan.Layers.GroupBy(row => row.Name.Split('.')[0]))
        {
            var block = new Block(rows.Key, [.. rows]);
            blocks.Add(block);
            register_module(rows.Key, block);
        }
    }

    /// <param name="input">[n, 3, size, size], normalised.</param>
    /// <returns>[n, classes], logits.</returns>
    public override Tensor forward(Tensor input)
    {
        var x = input;
        foreach (var block in blocks)
            x = block.forward(x);
        return x;
    }
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

    public override Tensor forward(Tensor input)
    {
        var x = input;
        foreach (var layer in layers)
            x = layer.forward(x);
        return x;
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

    private static Conv2d Convolution(LayerPlan row) =>
        // "Same" padding: the map keeps its size but for the stride.
        nn.Conv2d(row.In, row.Out, row.Kernel, row.Stride, padding: row.Dilation * (row.Kernel - 1) / 2, row.Dilation, groups: row.Groups, bias: false);
}
