using Paretune.Models.Running;

namespace Paretune.Training.Libtorch;

/// <summary>Configures how the threads of a training wait for each other.</summary>
internal static class OpenMp
{
    /// <summary>
    /// Makes threads sleep at a barrier and not spin, unless the user set a policy. Spinning threads take the cores that others need: with
    /// one of two cores busy, an epoch took 75.7 s spinning and 4.5 s sleeping (shapes, α 0.5, Debian 12, 2 cores, 2026-11-23).
    /// </summary>
    // libgomp reads the variable when it is loaded.
    public static void WaitPassively() => NativeEnvironment.SetDefault("OMP_WAIT_POLICY", "PASSIVE");
}
