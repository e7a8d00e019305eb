using static TorchSharp.torch;

namespace Paretune.Training.Kernels;

/// <summary>
/// The two filters of a pair and the norm before them, packed by blocks of lanes: [block, 9, lane], or [block, channel, 9, lane] for a
/// dense filter.
/// </summary>
internal sealed unsafe class PairWeights : IDisposable
{
    private readonly Scratch _scratch = new();

    /// <param name="first">[channels, 1, 3, 3], or [channels, read, 3, 3] if dense.</param>
    /// <param name="second">[channels, 1, 3, 3].</param>
    /// <param name="norm">Scales and shifts the input before the rectifier; null leaves the input unchanged.</param>
    public PairWeights(PairShape shape, Tensor? first, Tensor second, Norm? norm)
    {
        var seen = shape.First == FirstFilter.Dense ? shape.Read : 1;
        if (first is not null)
        {
            First = Pack(first, seen, isFlipped: false);
            FirstFlipped = Pack(first, seen, isFlipped: true);
        }

        Second = Pack(second, 1, isFlipped: false);
        SecondFlipped = Pack(second, 1, isFlipped: true);
        Norm = norm is null ? null : PackedNorm.From(norm, _scratch);
    }

    public float* First { get; }
    public float* FirstFlipped { get; }
    public float* Second { get; }
    public float* SecondFlipped { get; }
    public PackedNorm? Norm { get; }

    public void Dispose() => _scratch.Dispose();

    private float* Pack(Tensor filters, int seen, bool isFlipped)
    {
        var lanes = PairShape.Lanes;
        var channels = (int)filters.shape[0];
        var packed = _scratch.Take((nint)PairShape.BlocksOf(channels) * seen * Taps.Count * lanes);
        using var lying = filters.detach().contiguous();
        var from = lying.Floats();
        for (var channel = 0; channel < channels; channel++)
            for (var tap = 0; tap < seen * Taps.Count; tap++)
            {
                var (of, k) = Math.DivRem(tap, Taps.Count);
                var to = (channel / lanes * seen + of) * Taps.Count + (isFlipped ? Taps.Count - 1 - k : k);
                packed[to * lanes + channel % lanes] = from[channel * seen * Taps.Count + tap];
            }

        return packed;
    }
}
