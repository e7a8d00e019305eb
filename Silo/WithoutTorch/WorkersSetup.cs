using Paretune.Silo.Start;

namespace Paretune.Silo.Workers;

/// <summary>Replaces the workers in a build without libtorch (<c>-p:Torch=none</c>).</summary>
internal static class WorkersSetup
{
    /// <exception cref="StartupException">Always: nothing can be trained here.</exception>
    public static IServiceCollection AddParetuneWorkers(this IServiceCollection services, SiloOptions options, string silo, string home) =>
        throw new StartupException(
            $"Paretune:Role is {options.Role.ToString().ToLowerInvariant()}, which trains, but this build has no libtorch: set "
            + "Paretune:Role to control or "
            + "dashboard, or build with -p:Torch=cpu or -p:Torch=cuda (in containers: the images paretune-worker:cpu and "
            + "paretune-worker:cuda)");
}
