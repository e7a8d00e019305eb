using System.Runtime.InteropServices;

namespace Paretune.Training.Kernels;

/// <summary>Zeroed memory for one piece of work, aligned to cache lines.</summary>
internal sealed unsafe class Scratch : IDisposable
{
    private const nuint Alignment = 64;

    private readonly List<nint> _pieces = [];

    public float* Take(nint floats)
    {
        var bytes = (nuint)floats * sizeof(float);
        var piece = NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear(piece, bytes);
        _pieces.Add((nint)piece);
        return (float*)piece;
    }

    public void Dispose()
    {
        foreach (var piece in _pieces)
            NativeMemory.AlignedFree((void*)piece);
        _pieces.Clear();
    }
}
