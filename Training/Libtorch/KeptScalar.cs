using TorchSharp;

namespace Paretune.Training.Libtorch;

/// <summary>
/// Scalars that stay referenced. TorchSharp reads a scalar's handle before it calls libtorch, so a temporary scalar can be finalized while
/// native code reads it, which causes "Unknown scalar type" or a wrong number.
/// </summary>
internal static class KeptScalar
{
    /// <summary>The default factor of <c>add</c> and <c>add_</c>, which would otherwise create a temporary scalar.</summary>
    public static readonly Scalar One = 1.ToScalar();
}
