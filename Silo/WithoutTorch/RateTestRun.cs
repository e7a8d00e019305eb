using Paretune.Silo.Start;

namespace Paretune.Silo.Workers;

/// <summary>Replaces range tests in a build without libtorch (<c>-p:Torch=none</c>).</summary>
internal static class RateTestRun
{
    public const string Verb = "find-rate";

    /// <exception cref="StartupException">Always: nothing can be trained here.</exception>
    public static void Run(string request, string[] args, CancellationToken cancellation) => throw new StartupException(
        $"{Verb} trains, but this build has no libtorch: use one with -p:Torch=cpu or -p:Torch=cuda (in containers: the images "
        + "paretune-worker:cpu and paretune-worker:cuda)");
}
