using Paretune.Models.Running;

namespace Paretune.Training.Libtorch;

/// <summary>How the threads of one training wait for each other.</summary>
internal static class OpenMp
{
    /// <summary>
    /// Lets threads sleep at a barrier rather than spin, unless the user set a policy. Spinning threads wait for one that has no core: with
    /// one of two cores busy elsewhere an epoch took 75.7 s spinning and 4.5 s sleeping (shapes, α 0.5, Debian 12, 2 cores, 2026-11-23).
    /// </summary>
    // libgomp reads the variable when it is loaded.
    public static void WaitPassively() => NativeEnvironment.SetDefault("OMP_WAIT_POLICY", "PASSIVE");
}
