namespace Paretune.Training.Kernels;

/// <summary>Applies two filters in one sweep over the rows of each image.</summary>
internal sealed unsafe class PairForward(PairShape shape, PairWeights weights, float* input, float* output)
{
    /// <summary>Computes the output, on as many threads as torch is configured to use.</summary>
    public void Run() => Parts.Run(shape.ImageParts * shape.Groups, Run);

    private void Run(int part)
    {
        using var scratch = new Scratch();
        var channels = shape.Group(part % shape.Groups);
        var rows = new MidRows(shape, weights, input, channels, scratch);
        var (width, blocks) = (shape.OutWidth, PairShape.BlocksOf(channels.Count));
        nint block = width * PairShape.Lanes;
        var row = scratch.Take(blocks * block);
        var second = weights.Second + (nint)channels.Start * Taps.Count;
        var (image, end) = shape.ImagesOf(part / shape.Groups);
        for (; image < end; image++)
        {
            rows.Begin(image);
            for (var y = 0; y < shape.OutHeight; y++)
            {
                rows.Through(y * shape.Stride + shape.Spacing);
                for (var b = 0; b < blocks; b++)
                    Taps.Apply(
                        row + b * block, rows.Mid.Around(y * shape.Stride, b), second + b * Taps.Count * PairShape.Lanes, width,
                        shape.Stride,
                        shape.Spacing);
                var to = output + (((nint)image * shape.OutHeight + y) * width) * shape.Channels + channels.Start;
                PixelRows.Store(row, block, width, channels.Count, to, shape.Channels);
            }
        }
    }
}
