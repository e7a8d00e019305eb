using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>Where the next layer is laid: the output of one layer, or the image.</summary>
internal readonly record struct Place(string Layer, int Channels, int Size);

/// <summary>
/// Lays layers one behind the other, carrying channels and map size along and counting each. A branch goes back to a <see cref="Here"/>
/// that was kept, and ends in a <see cref="Concat"/> or an <see cref="Add(string, Place)"/>.
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

    /// <summary>A convolution, per channel where <paramref name="groups"/> says so; "same" padding where none is given.</summary>
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
        // Scale and shift are trained; running mean and variance are kept beside them.
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

    /// <summary>A fully connected layer with bias.</summary>
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

    /// <summary>Adds another branch's output to this one's.</summary>
    public LayerChain Add(string name, Place other) => (other.Channels, other.Size) == (Here.Channels, Here.Size)
        ? Lay(Plain(name, LayerKind.Add) with { From = [Here.Layer, other.Layer] })
        : throw new ArgumentException($"{name} must add maps of one shape, but they are {Here} and {other}");

    /// <summary>Puts the channels of branches together, in this order.</summary>
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

    /// <summary>How many windows lie side by side on the map.</summary>
    private int Windows(string name, int window, int stride, int padding, bool ceiling)
    {
        var room = Here.Size + 2 * padding - window;
        if (room < 0 && !(ceiling && room > -stride))
            throw new ArgumentException(
                $"{name} must find a map of at least {window - 2 * padding} pixels, but it is {Here.Size}; give a larger input");
        var steps = ceiling ? (room + stride - 1) / stride : room / stride;
        // A window that would start beyond the map is none.
        return ceiling && steps * stride >= Here.Size + padding ? steps : steps + 1;
    }

    /// <summary>A row that keeps shape and costs nothing.</summary>
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
