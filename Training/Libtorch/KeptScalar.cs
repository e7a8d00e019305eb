using TorchSharp;

namespace Paretune.Training.Libtorch;

/// <summary>
/// Scalars that stay referenced. TorchSharp reads a scalar's handle before it calls libtorch, so a temporary scalar can be finalized while
/// native code reads it, which causes "Unknown scalar type" or a wrong number.
/// </summary>
internal static class KeptScalar
{
    /// <summary>1, such as for the factor of <c>add</c> and <c>add_</c>, whose default is a temporary scalar.</summary>
    public static readonly Scalar One = 1.ToScalar();

    private static readonly Scalar Zero = 0.ToScalar();

    /// <summary>Returns 0, 1, … <paramref name="count"/> - 1, of the default type int64.</summary>
    public static torch.Tensor Range(long count, torch.Device? device = null, torch.ScalarType? type = null)
    {
        using var end = count.ToScalar();
        return torch.arange(Zero, end, One, type, device);
    }
}
