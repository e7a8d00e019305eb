namespace Paretune.Tuning.Simulation;

/// <summary>
/// How often faults occur in a simulated cluster. Times between faults are means, in epochs of mean length, so that a table of long epochs
/// sees as many faults as one of short epochs. The defaults are far worse than in a real cluster.
/// </summary>
public sealed record FaultRates
{
    /// <summary>No faults; writes and messages still take time.</summary>
    public static FaultRates Nothing { get; } = new()
    {
        EpochsBetweenWorkerFaults = double.PositiveInfinity,
        EpochsBetweenOwnerCrashes = double.PositiveInfinity,
        EpochsBetweenVisits = double.PositiveInfinity,
        Cancelled = 0,
        Lost = 0,
        Late = 0,
        Doubled = 0,
        Throws = 0,
        OutOfMemory = 0,
        LostCheckpoints = 0,
        Stubborn = 0,
    };

    /// <summary>
    /// Epochs between two faults of one worker: its process dies, hangs, loses its network connection, or is asked to stop.
    /// </summary>
    public double EpochsBetweenWorkerFaults { get; init; } = 12;

    /// <summary>Epochs between two crashes of the silo that owns the search. Decisions that were not written yet are lost.</summary>
    public double EpochsBetweenOwnerCrashes { get; init; } = 20;

    /// <summary>Epochs between two actions of the user, who pauses and resumes the search or changes its priority.</summary>
    public double EpochsBetweenVisits { get; init; } = 40;

    /// <summary>The share of runs that the user cancels.</summary>
    public double Cancelled { get; init; } = 0.03;

    /// <summary>
    /// The share of messages, in either direction, that are lost. The next two properties: that are late, and that arrive twice.
    /// </summary>
    public double Lost { get; init; } = 0.02;
    public double Late { get; init; } = 0.02;
    public double Doubled { get; init; } = 0.02;

    /// <summary>The share of epochs in which the trainer throws. The next property: in which the device runs out of memory.</summary>
    public double Throws { get; init; } = 0.01;
    public double OutOfMemory { get; init; } = 0.004;

    /// <summary>The share of attempts that find no checkpoint and start from the first epoch.</summary>
    public double LostCheckpoints { get; init; } = 0.03;

    /// <summary>The share of attempts that continue for a while after they learn that their lease is lost.</summary>
    public double Stubborn { get; init; } = 0.4;

    /// <summary>Seconds that a write to the ledger takes.</summary>
    public double WriteSeconds { get; init; } = 0.05;
}
