namespace Paretune.Silo.Start;

/// <summary>
/// Ends a process that was asked to stop and has not within its time: Orleans waits longer for a database that is away than anyone who
/// stops processes does. To be killed loses nothing, but whoever asked politely need not do that.
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
    /// For a process that ends with its silo; one that hosts silos for an end of its own, as a benchmark does, outlives them.
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
