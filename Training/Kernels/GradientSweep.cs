namespace Paretune.Training.Kernels;

/// <summary>Computes the gradients of one group of channels, image by image.</summary>
/// <inheritdoc cref="PairBackward"/>
internal sealed unsafe class GradientSweep
{
    private readonly PairShape _shape;
    private readonly PairWeights _weights;
    private readonly float* _input, _gradient, _toInput;
    private readonly int _start, _channels, _perBlock;
    private readonly MidRows _rows;
    private readonly RowRing _after; // Gradients of the output, with zeros in between if the second filter strides.
    private readonly RowRing _mid;   // Gradients of the map between the filters.
    private readonly float* _row;    // Gradients of one row of the input.
    private readonly nint _block;

    public GradientSweep(
        PairShape shape, PairWeights weights, (int Start, int Count) channels, Scratch scratch, float* input, float* gradient,
        float* toInput)
    {
        (_shape, _weights) = (shape, weights);
        _input = input;
        _gradient = gradient;
        _toInput = toInput;
        (_start, _channels) = channels;
        Blocks = PairShape.BlocksOf(_channels);
        _rows = new(shape, weights, input, channels, scratch);
        _after = new(scratch, shape.Height, shape.Width, shape.Spacing, Blocks, PairShape.Lanes, shape.Stride);
        _mid = new(scratch, shape.Height, shape.Width, shape.FirstSpacing, Blocks, PairShape.Lanes);
        _block = shape.Width * PairShape.Lanes;
        _row = scratch.Take(Blocks * _block);
        _perBlock = PairSums.PerBlock(shape) * PairShape.Lanes;
        Sums = scratch.Take(Blocks * _perBlock);
    }

    public int Blocks { get; }

    /// <summary>In the layout of <see cref="PairSums"/>; a run adds to them.</summary>
    public float* Sums { get; }

    public void Run(int image)
    {
        _rows.Begin(image);
        var loaded = 0;
        for (var row = 0; row < _shape.Height + Math.Max(_shape.FirstSpacing, _shape.Spacing); row++)
        {
            for (; loaded < _shape.Height && loaded <= row + _shape.Spacing; loaded++)
                if (loaded % _shape.Stride == 0)
                    Load(image, loaded);
            if (row < _shape.Height)
            {
                _rows.Through(row);
                ToMid(row);
                ToFirst(row);
            }

            var (second, read) = (row - _shape.Spacing, row - _shape.FirstSpacing);
            if (second >= 0 && second < _shape.Height && second % _shape.Stride == 0)
                ToSecond(second);
            if (_toInput is not null && read >= 0 && read < _shape.Height)
                ToInput(image, read);
        }
    }

    private float* SecondSums(int block) => Sums + (block + 1) * _perBlock - (Taps.Count + PairSums.NormSums) * PairShape.Lanes;

    private float* NormSums(int block) => Sums + (block + 1) * _perBlock - PairSums.NormSums * PairShape.Lanes;

    private void Load(int image, int row) => PixelRows.Load(
        _gradient + (((nint)image * _shape.OutHeight + row / _shape.Stride) * _shape.OutWidth) * _shape.Channels + _start,
        _shape.Channels, _shape.OutWidth, _channels, _after.Place(row), _after.Block, _shape.Stride, norm: null);

    private void ToMid(int row)
    {
        var filter = _weights.SecondFlipped + (nint)_start * Taps.Count;
        for (var b = 0; b < Blocks; b++, filter += Taps.Count * PairShape.Lanes)
            Taps.Apply(_mid.Place(row) + b * _mid.Block, _after.Around(row, b), filter, _shape.Width, step: 1, _shape.Spacing);
    }

    private void ToFirst(int row)
    {
        for (var b = 0; b < Blocks && _shape.First == FirstFilter.PerChannel; b++)
            Taps.Correlate(Sums + b * _perBlock, _mid.Row(row, b), _rows.Read.Around(row, b), _shape.Width, step: 1, _shape.FirstSpacing);
        for (var b = 0; b < Blocks && _shape.First == FirstFilter.Dense; b++)
            for (var channel = 0; channel < _shape.Read; channel++)
                Taps.CorrelateShared(
                    Sums + b * _perBlock + channel * Taps.Count * PairShape.Lanes, _mid.Row(row, b), _rows.Read.Around(row, channel),
                    _shape.Width, _shape.FirstSpacing);
    }

    private void ToSecond(int row)
    {
        for (var b = 0; b < Blocks; b++)
            Taps.Correlate(SecondSums(b), _after.Row(row, b), _rows.Mid.Around(row, b), _shape.OutWidth, _shape.Stride, _shape.Spacing);
    }

    private void ToInput(int image, int row)
    {
        var filter = _weights.FirstFlipped + (nint)_start * Taps.Count;
        for (var b = 0; b < Blocks && _shape.First == FirstFilter.PerChannel; b++, filter += Taps.Count * PairShape.Lanes)
            Taps.Apply(_row + b * _block, _mid.Around(row, b), filter, _shape.Width, step: 1, _shape.FirstSpacing);
        var from = _shape.First == FirstFilter.None ? _mid.Place(row) : _row;
        var block = _shape.First == FirstFilter.None ? _mid.Block : _block;
        var at = ((nint)image * _shape.Height + row) * _shape.Width * _shape.Channels + _start;
        if (_weights.Norm is { } norm)
            for (var (b, first) = (0, 0); b < Blocks; b++, first += PairShape.Lanes)
                Rectifier.Backward(
                    from + b * block, PairShape.Lanes, _input + at + first, _shape.Channels, _shape.Width,
                    Math.Min(PairShape.Lanes, _channels - first), norm.At(_start + first), NormSums(b));
        PixelRows.Store(from, block, _shape.Width, _channels, _toInput + at, _shape.Channels);
    }
}
