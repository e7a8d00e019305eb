using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>Lays layers one behind the other, carrying channels and map size along and counting each.</summary>
internal sealed class LayerChain(int channels, int size)
{
    private readonly ImmutableArray<LayerPlan>.Builder _layers = ImmutableArray.CreateBuilder<LayerPlan>();
    private int _channels = channels;
    private int _size = size;

    /// <summary>A convolution without bias and with "same" padding; per channel where <paramref name="groups"/> says so.</summary>
    public LayerChain Convolution(string name, int channels, int kernel, int stride = 1, int dilation = 1, int groups = 1)
    {
        // "Same" padding is dilation·(kernel−1)/2 on each side, so only the stride shrinks the map.
        var size = (_size - 1) / stride + 1;
        var weights = (long)channels * (_channels / groups) * kernel * kernel;
        return Add(new(name, LayerKind.Convolution, _channels, channels, kernel, stride, dilation, groups, _size, size,
            Parameters: weights, Macs: weights * size * size, Bytes: weights * sizeof(float)));
    }

    public LayerChain BatchNorm(string name)
    {
        // Scale and shift are trained; running mean and variance are kept beside them.
        const int Trained = 2, Kept = 4;
        return Add(Keeping(name, LayerKind.BatchNorm) with { Parameters = Trained * _channels, Bytes = Kept * _channels * sizeof(float) });
    }

    public LayerChain Relu(string name) => Add(Keeping(name, LayerKind.Relu));

    public LayerChain GlobalAveragePool(string name) =>
        Add(Keeping(name, LayerKind.GlobalAveragePool) with { Kernel = _size, OutputSize = 1 });

    /// <summary>A fully connected layer with bias.</summary>
    public LayerChain Linear(string name, int outputs)
    {
        var weights = (long)_channels * outputs;
        return Add(new(name, LayerKind.Linear, _channels, outputs, Kernel: 1, Stride: 1, Dilation: 1, Groups: 1, _size, _size,
            Parameters: weights + outputs, Macs: weights, Bytes: (weights + outputs) * sizeof(float)));
    }

    public ImmutableArray<LayerPlan> ToLayers() => _layers.ToImmutable();

    private LayerPlan Keeping(string name, LayerKind kind) =>
        new(name, kind, _channels, _channels, Kernel: 1, Stride: 1, Dilation: 1, Groups: 1, _size, _size, Parameters: 0, Macs: 0, Bytes: 0);

    private LayerChain Add(LayerPlan layer)
    {
        _layers.Add(layer);
        _channels = layer.Out;
        _size = layer.OutputSize;
        return this;
    }
}
