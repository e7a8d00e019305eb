namespace Paretune.Training.Kernels;

/// <summary>
/// Computes the rows between the two filters of a pair on demand from an image's rows, so that the map between them is never in memory as a
/// whole.
/// </summary>
internal sealed unsafe class MidRows
{
    private readonly PairShape _shape;
    private readonly PairWeights _weights;
    private readonly float* _input;
    private readonly int _start, _channels;
    private readonly RowRing _read, _mid;
    private float* _image;
    private int _loaded, _computed;

    /// <param name="input">[images, height, width, channels]; for a dense first filter [images, channels, height, width].</param>
    /// <param name="channels">The group's first channel and its number of channels.</param>
    public MidRows(PairShape shape, PairWeights weights, float* input, (int Start, int Count) channels, Scratch scratch)
    {
        (_shape, _weights) = (shape, weights);
        _input = input;
        (_start, _channels) = channels;
        var blocks = PairShape.BlocksOf(_channels);
        _mid = new(scratch, shape.Height, shape.Width, shape.Spacing, blocks, PairShape.Lanes);
        if (shape.First != FirstFilter.None)
            _read = shape.First == FirstFilter.Dense
                ? new(scratch, shape.Height, shape.Width, shape.FirstSpacing, shape.Read, lanes: 1)
                : new(scratch, shape.Height, shape.Width, shape.FirstSpacing, blocks, PairShape.Lanes);
    }

    /// <summary>The rows that the second filter reads.</summary>
    public RowRing Mid => _mid;

    /// <summary>
    /// The rows that the first filter reads: blocks of lanes, or for a dense filter one block per channel with one float per pixel.
    /// </summary>
    public RowRing Read => _read;

    public void Begin(int image)
    {
        _image = _input + (nint)image * _shape.Height * _shape.Width * _shape.Read;
        (_loaded, _computed) = (0, 0);
    }

    /// <summary>Computes the rows up to and including this one, or the last one of the map.</summary>
    public void Through(int row)
    {
        for (row = Math.Min(row, _shape.Height - 1); _computed <= row; _computed++)
        {
            for (; _loaded <= Math.Min(_computed + _shape.FirstSpacing, _shape.Height - 1); _loaded++)
                Load(_loaded);
            Compute(_computed);
        }
    }

    private void Load(int row)
    {
        if (_shape.First == FirstFilter.Dense)
        {
            LoadPlanes(row);
            return;
        }

        var into = _shape.First == FirstFilter.None ? _mid : _read;
        PixelRows.Load(
            _image + (nint)row * _shape.Width * _shape.Read + _start, _shape.Read, _shape.Width, _channels, into.Place(row), into.Block,
            step: 1,
            _weights.Norm?.At(_start));
    }

    private void LoadPlanes(int row)
    {
        for (var channel = 0; channel < _shape.Read; channel++)
            new Span<float>(_image + ((nint)channel * _shape.Height + row) * _shape.Width, _shape.Width)
                .CopyTo(new(_read.Place(row) + channel * _read.Block, _shape.Width));
    }

    private void Compute(int row)
    {
        if (_shape.First == FirstFilter.None)
            return;
        var taps = Taps.Count * PairShape.Lanes;
        var weights = _weights.First + (nint)(_start / PairShape.Lanes) * taps * (_shape.First == FirstFilter.Dense ? _shape.Read : 1);
        var to = _mid.Place(row);
        for (var block = 0; block < _mid.Blocks; block++, to += _mid.Block)
        {
            if (_shape.First == FirstFilter.PerChannel)
            {
                Taps.Apply(to, _read.Around(row, block), weights + block * taps, _shape.Width, step: 1, _shape.FirstSpacing);
                continue;
            }

            new Span<float>(to, _shape.Width * PairShape.Lanes).Clear();
            for (var channel = 0; channel < _shape.Read; channel++)
                Taps.ApplyShared(
                    to, _read.Around(row, channel), weights + (block * _shape.Read + channel) * taps, _shape.Width, _shape.FirstSpacing);
        }
    }
}
