namespace Paretune.Training.Kernels;

/// <summary>
/// A ring buffer of the rows of a map that are in use, as [block of lanes, pixel, lane] with zeros to the left and right. A row outside the
/// map is all zeros.
/// </summary>
internal readonly unsafe struct RowRing
{
    private readonly float* _first;
    private readonly float* _zeros;
    private readonly int _rows, _height, _step;
    private readonly nint _row;

    /// <param name="width">The pixels of a row, without the zeros on either side.</param>
    /// <param name="spacing">The distance in rows between two taps of a filter.</param>
    /// <param name="lanes">The floats of a pixel in a block.</param>
    /// <param name="step">Rows whose index is not a multiple of this are all zeros.</param>
    public RowRing(Scratch scratch, int height, int width, int spacing, int blocks, int lanes, int step = 1)
    {
        (_rows, _height, _step) = (2 * spacing + 1, height, step);
        (Spacing, Blocks, Block) = (spacing, blocks, (nint)(width + 2 * spacing) * lanes);
        _row = blocks * Block;
        _first = scratch.Take(_rows * _row) + (nint)spacing * lanes;
        _zeros = scratch.Take(_row) + (nint)spacing * lanes;
    }

    public int Spacing { get; }
    public int Blocks { get; }

    /// <summary>The distance in floats from one block of a row to the next.</summary>
    public nint Block { get; }

    /// <summary>Returns the memory for a row of the map, in place of a row that no filter needs any more.</summary>
    public float* Place(int row) => _first + row % _rows * _row;

    /// <summary>Returns a block of a row, at its first pixel.</summary>
    public float* Row(int row, int block) => ((uint)row < (uint)_height && row % _step == 0 ? Place(row) : _zeros) + block * Block;

    /// <summary>Returns a block of the three rows that a filter reads with its middle on <paramref name="row"/>.</summary>
    public Rows3 Around(int row, int block) => new(Row(row - Spacing, block), Row(row, block), Row(row + Spacing, block));
}
