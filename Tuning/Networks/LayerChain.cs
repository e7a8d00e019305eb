using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>The position at which the next layer is added: the output of a layer, or the image.</summary>
internal readonly record struct Place(string Layer, int Channels, int Size);

/// <summary>
/// Builds a network's layers one after another, tracking channels and map size and counting the costs of each layer. A branch starts from a
/// saved <see cref="Here"/> and ends in a <see cref="Concat"/> or an <see cref="Add(string, Place)"/>.
/// </summary>
internal sealed class LayerChain(int channels, int size)
{
    private readonly ImmutableArray<LayerPlan>.Builder _layers = ImmutableArray.CreateBuilder<LayerPlan>();

    public Place Here { get; private set; } = new(NetworkPlan.Image, channels, size);

    public LayerChain From(Place place)
    {
        Here = place;
        return this;
    }

    /// <summary>
    /// Adds a convolution. It is per channel if <paramref name="groups"/> equals the channels; without <paramref name="padding"/> it is
    /// padded as "same".
    /// </summary>
    public LayerChain Convolution(
        string name, int channels, int kernel, int stride = 1, int dilation = 1, int groups = 1, int? padding = null, bool bias = false)
    {
        var around = padding ?? dilation * (kernel - 1) / 2;
        var size = Windows(name, dilation * (kernel - 1) + 1, stride, around, ceiling: false);
        var taps = (long)channels * (Here.Channels / groups) * kernel * kernel;
        var weights = taps + (bias ? channels : 0);
        return Lay(Plain(name, LayerKind.Convolution) with
        {
            Out = channels,
            Kernel = kernel,
            Stride = stride,
            Dilation = dilation,
            Groups = groups,
            OutputSize = size,
            Padding = around,
            Bias = bias,
            Parameters = weights,
            Macs = taps * size * size,
            Bytes = weights * sizeof(float),
        });
    }

    public LayerChain BatchNorm(string name)
    {
        // Scale and shift are trained; running mean and variance are stored but not trained.
        const int Trained = 2, Kept = 4;
        return Lay(
            Plain(name, LayerKind.BatchNorm) with { Parameters = Trained * Here.Channels, Bytes = Kept * Here.Channels * sizeof(float) });
    }

    public LayerChain Relu(string name) => Lay(Plain(name, LayerKind.Relu));

    public LayerChain Relu6(string name) => Lay(Plain(name, LayerKind.Relu6));

    public LayerChain MaxPool(string name, int kernel, int stride, int padding = 0, bool ceiling = false) =>
        Pool(name, LayerKind.MaxPool, kernel, stride, padding, ceiling);

    public LayerChain AveragePool(string name, int kernel, int stride, int padding = 0) =>
        Pool(name, LayerKind.AveragePool, kernel, stride, padding, ceiling: false);

    public LayerChain GlobalAveragePool(string name) =>
        Lay(Plain(name, LayerKind.GlobalAveragePool) with { Kernel = Here.Size, OutputSize = 1 });

    public LayerChain Flatten(string name) =>
        Lay(Plain(name, LayerKind.Flatten) with { Out = Here.Channels * Here.Size * Here.Size, OutputSize = 1 });

    /// <summary>Adds a fully connected layer with bias.</summary>
    public LayerChain Linear(string name, int outputs)
    {
        var products = (long)Here.Channels * outputs;
        var weights = products + outputs;
        return Lay(Plain(name, LayerKind.Linear) with
        {
            Out = outputs,
            Bias = true,
            Parameters = weights,
            Macs = products,
            Bytes = weights * sizeof(float),
        });
    }

    public LayerChain Dropout(string name, double share) => Lay(Plain(name, LayerKind.Dropout) with { Share = share });

    public LayerChain LocalResponseNorm(string name, int channels, Response response) =>
        Lay(Plain(name, LayerKind.LocalResponseNorm) with { Kernel = channels, Response = response });

    public LayerChain Slice(string name, int start, int channels) =>
        Lay(Plain(name, LayerKind.Slice) with { Start = start, Out = channels });

    public LayerChain ChannelShuffle(string name, int groups) => Lay(Plain(name, LayerKind.ChannelShuffle) with { Groups = groups });

    /// <summary>Adds the output of another branch, element by element.</summary>
    public LayerChain Add(string name, Place other) => (other.Channels, other.Size) == (Here.Channels, Here.Size)
        ? Lay(Plain(name, LayerKind.Add) with { From = [Here.Layer, other.Layer] })
        : throw new ArgumentException($"{name} must add maps of one shape, but they are {Here} and {other}");

    /// <summary>Concatenates the channels of branches in the given order.</summary>
    public LayerChain Concat(string name, params ReadOnlySpan<Place> branches)
    {
        var from = ImmutableArray.CreateBuilder<string>(branches.Length);
        var channels = 0;
        foreach (var branch in branches)
        {
            if (branch.Size != branches[0].Size)
                throw new ArgumentException($"{name} must join maps of one size, but they are {branches[0]} and {branch}");
            from.Add(branch.Layer);
            channels += branch.Channels;
        }

        return From(branches[0]).Lay(Plain(name, LayerKind.Concat) with { From = from.ToImmutable(), In = channels, Out = channels });
    }

    public ImmutableArray<LayerPlan> ToLayers() => _layers.ToImmutable();

    private LayerChain Pool(string name, LayerKind kind, int kernel, int stride, int padding, bool ceiling) => Lay(Plain(name, kind) with
    {
        Kernel = kernel,
        Stride = stride,
        Padding = padding,
        Ceiling = ceiling,
        OutputSize = Windows(name, kernel, stride, padding, ceiling),
    });

    /// <summary>Returns the number of windows along one side of the map.</summary>
    private int Windows(string name, int window, int stride, int padding, bool ceiling)
    {
        var room = Here.Size + 2 * padding - window;
        if (room < 0 && !(ceiling && room > -stride))
            throw new ArgumentException(
                $"{name} must find a map of at least {window - 2 * padding} pixels, but it is {Here.Size}; give a larger input");
        var steps = ceiling ? (room + stride - 1) / stride : room / stride;
        // With ceiling, a last window that would start beyond the padded map does not count.
        return ceiling && steps * stride >= Here.Size + padding ? steps : steps + 1;
    }

    /// <summary>Returns a layer that keeps the map's shape and has no cost.</summary>
    private LayerPlan Plain(string name, LayerKind kind) =>
        new(name, kind, Here.Channels, Here.Channels, Kernel: 1, Stride: 1, Dilation: 1, Groups: 1, Here.Size, Here.Size, Parameters: 0,
            Macs: 0, Bytes: 0)
        {
            From = [Here.Layer],
        };

    private LayerChain Lay(LayerPlan layer)
    {
        _layers.Add(layer);
        return From(new(layer.Name, layer.Out, layer.OutputSize));
    }
}
