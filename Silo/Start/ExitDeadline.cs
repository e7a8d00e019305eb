namespace Paretune.Silo.Start;

/// <summary>
/// Exits a process that was asked to stop and did not stop in time: Orleans waits longer for an unavailable database than process managers
/// wait before they kill. A kill loses nothing, but is avoided this way.
/// </summary>
internal static class ExitDeadline
{
    // Signals are numbered; shells give 128 and the number of the one that ended a process. This is SIGTERM's.
    private const int ExitCode = 128 + 15;

    // After the host has given up on its services, and before the ten seconds are over.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    // Held here and never disposed: what holds the process up may be the end of its services.
    private static ITimer? _timer;

    /// <summary>
    /// For a process that ends with its silo. A process that hosts silos for another purpose, such as a benchmark, outlives them.
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
