using Paretune.Tuning.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>A 3×3 per-channel convolution without bias. Its weight is named and initialized as in torch.</summary>
/// <remarks>
/// oneDNN has no fast backward pass for dilated filters, nor for maps of a few pixels. For those, on a CPU, each channel's filter is
/// expanded to the matrix that maps all input pixels to all output pixels, and the layer is one batched product. Forward + backward in ms
/// as a convolution and as products, 128 images, gradients equal to 2e-6 (medians of 7, 2 idle cores of an AMD EPYC, libtorch 2.10):
/// <code>
/// 128 channels 8×8 dilation 3     18.3    6.2
/// 256 channels 4×4 dilation 3     21.5    1.4
/// 512 channels 2×2 dilation 1     14.0    2.4
/// 1024 channels 1×1 dilation 1    17.8    1.0
/// 256 channels 4×4 dilation 1      1.7    1.3
/// 256 channels 3×3 dilation 1      1.9    2.7
/// </code>
/// </remarks>
internal sealed class PerChannelConvolution : nn.Module<Tensor, Tensor>
{
    private const int MostPixels = 64, FewPixels = 4;

    private readonly LayerPlan _row;
    private (long Height, long Width) _indexed;
    private Tensor? _taps;              // [pixels in · pixels out], the tap that connects the two; k² if none does

    public PerChannelConvolution(LayerPlan row, Conv2d drawn) : base(row.Name)
    {
        _row = row;
        register_parameter("weight", drawn.weight);
    }

    /// <summary>[channels, 1, k, k]. Looked up each time, because moving a module to a device replaces its parameters.</summary>
    public Parameter Weight => get_parameter("weight")!;

    /// <summary>Returns whether a row is such a convolution, with "same" padding.</summary>
    public static bool Takes(LayerPlan row) =>
        row.Groups > 1 && row.Groups == row.In && row.In == row.Out && !row.Bias && 2 * row.Padding == row.Dilation * (row.Kernel - 1);

    public override Tensor forward(Tensor input) => IsFasterAsProduct(input) ? Product(input)
        : IsSlowChannelsLast(input) ? Convolution(input.contiguous()).ChannelsLast()
        : Convolution(input);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _taps?.Dispose();
        base.Dispose(disposing);
    }

    // On channels-last maps, cuDNN's kernel for dilated filters takes three times as long as torch's own on channels-first maps.
    private bool IsSlowChannelsLast(Tensor input) =>
        _row.Dilation > 1 && input.device_type == DeviceType.CUDA && input.stride(1) == 1 && input.shape[2] * input.shape[3] > 1;

    private Tensor Convolution(Tensor input) => nn.functional.conv2d(
        input, Weight.As(input.dtype), null, [_row.Stride, _row.Stride], [_row.Padding, _row.Padding], [_row.Dilation, _row.Dilation],
        _row.Groups);

    private bool IsFasterAsProduct(Tensor input) =>
        input.device_type == DeviceType.CPU && input.shape[2] * input.shape[3] <= (_row.Dilation > 1 ? MostPixels : FewPixels);

    private Tensor Product(Tensor input)
    {
        var (n, height, width) = (input.shape[0], input.shape[2], input.shape[3]);
        var (below, beside) = (Strided(height), Strided(width));
        using var withNone = nn.functional.pad(Weight.As(input.dtype).view(_row.In, _row.Kernel * _row.Kernel), [0, 1]);
        using var matrices = withNone.index_select(1, Taps(height, width)).view(_row.In, height * width, below * beside);
        using var pixels = input.view(n, _row.In, height * width).transpose(0, 1);
        using var product = bmm(pixels, matrices); // [channels, n, pixels out]
        return product.transpose(0, 1).reshape(n, _row.In, below, beside);
    }

    private Tensor Taps(long height, long width)
    {
        if (_taps is not null && _indexed == (height, width))
            return _taps;
        _taps?.Dispose();
        _indexed = (height, width);
        var index = from y in Range(height)
                    from x in Range(width)
                    from below in Range(Strided(height))
                    from beside in Range(Strided(width))
                    select Tap(y - below * _row.Stride, x - beside * _row.Stride);
        return _taps = tensor(index.ToArray()).DetachFromDisposeScope();
    }

    /// <summary>Returns the tap that reads a pixel at this distance from the filter's middle.</summary>
    private long Tap(int down, int right)
    {
        var (rowOfTap, columnOfTap) = (down + _row.Padding, right + _row.Padding);
        var isSeen = rowOfTap % _row.Dilation == 0 && columnOfTap % _row.Dilation == 0
            && rowOfTap >= 0 && rowOfTap / _row.Dilation < _row.Kernel && columnOfTap >= 0 && columnOfTap / _row.Dilation < _row.Kernel;
        return isSeen ? rowOfTap / _row.Dilation * _row.Kernel + columnOfTap / _row.Dilation : _row.Kernel * _row.Kernel;
    }

    private long Strided(long size) => (size - 1) / _row.Stride + 1;

    private static IEnumerable<int> Range(long count) => Enumerable.Range(0, (int)count);
}
