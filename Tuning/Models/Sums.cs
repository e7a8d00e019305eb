using System.Runtime.Intrinsics;

namespace Paretune.Tuning.Models;

/// <summary>
/// Sums with the same order of additions on every machine: a search that is replayed elsewhere must decide the same, and the order of
/// <c>TensorPrimitives.Dot</c> depends on the width of the processor's vectors.
/// </summary>
internal static class Sums
{
    public static double Dot(ReadOnlySpan<double> one, ReadOnlySpan<double> other)
    {
        var (even, odd, at) = (Vector256<double>.Zero, Vector256<double>.Zero, 0);
        for (; at + 8 <= one.Length; at += 8)
        {
            even += Vector256.Create(one[at..]) * Vector256.Create(other[at..]);
            odd += Vector256.Create(one[(at + 4)..]) * Vector256.Create(other[(at + 4)..]);
        }

        var sum = Vector256.Sum(even + odd);
        for (; at < one.Length; at++)
            sum += one[at] * other[at];
        return sum;
    }
}
