using TorchSharp;

namespace Paretune.Training.Libtorch;

/// <summary>
/// Scalars that stay reachable. TorchSharp takes a scalar's handle before it calls libtorch, so one that only the call refers to can be
/// finalized while native code reads it, which ends in "Unknown scalar type" or in another number.
/// </summary>
internal static class KeptScalar
{
    /// <summary>The factor of <c>add</c> and <c>add_</c>, which they would otherwise create themselves.</summary>
    public static readonly Scalar One = 1.ToScalar();
}
