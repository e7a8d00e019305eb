namespace Paretune.Silo.Start;

/// <summary>
/// Exits a process that does not stop in time after it was asked to: Orleans waits for an unavailable database for longer than process
/// managers wait before they kill. Being killed loses nothing either, but looks like a crash.
/// </summary>
internal static class ExitDeadline
{
    // By convention, 128 plus the signal's number; SIGTERM is 15.
    private const int ExitCode = 128 + 15;

    // After the host has given up on its services, and within the ten seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    // Kept here and never disposed, because disposing of the services may be what hangs.
    private static ITimer? _timer;

    /// <summary>
    /// Starts the deadline when the application begins to stop. Only for processes that end with their silo: others that host silos, such
    /// as a benchmark, continue.
    /// </summary>
    public static void Watch(IHostApplicationLifetime lifetime, TimeProvider clock) => lifetime.ApplicationStopping.Register(
        () => _timer = clock.CreateTimer(_ => End(), null, Patience, Timeout.InfiniteTimeSpan));

    private static void End()
    {
        Console.Error.WriteLine(
            $"Shutdown did not finish within {Patience.TotalSeconds:0} s, so the process exits now; nothing that was "
            + "reported is lost");
        Environment.Exit(Environment.ExitCode != 0 ? Environment.ExitCode : ExitCode);
    }
}
