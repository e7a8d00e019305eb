namespace Paretune.Tuning.Simulation;

/// <summary>
/// How often things go wrong in a simulated cluster. Times between faults are means, in epochs of mean length, so that a table of long
/// epochs sees as many faults as one of short ones. The defaults are far worse than any cluster.
/// </summary>
public sealed record FaultRates
{
    /// <summary>Nothing goes wrong; writes and messages take their time.</summary>
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

    /// <summary>Between two faults of one worker: its process dies, hangs, loses its network or is asked to stop.</summary>
    public double EpochsBetweenWorkerFaults { get; init; } = 12;

    /// <summary>Between two crashes of the silo that owns the search. What it has decided and not written is lost.</summary>
    public double EpochsBetweenOwnerCrashes { get; init; } = 20;

    /// <summary>Between two visits of the user, who pauses and resumes the search or changes its priority.</summary>
    public double EpochsBetweenVisits { get; init; } = 40;

    /// <summary>The share of runs that the user cancels.</summary>
    public double Cancelled { get; init; } = 0.03;

    /// <summary>The share of messages that are lost on their way, there or back; then that come late, and that come twice.</summary>
    public double Lost { get; init; } = 0.02;
    public double Late { get; init; } = 0.02;
    public double Doubled { get; init; } = 0.02;

    /// <summary>The shares of epochs in which the trainer throws, and in which the device runs out of memory.</summary>
    public double Throws { get; init; } = 0.01;
    public double OutOfMemory { get; init; } = 0.004;

    /// <summary>The share of attempts that find no checkpoint and start again.</summary>
    public double LostCheckpoints { get; init; } = 0.03;

    /// <summary>The share of attempts that continue for a while after they learned that their lease is lost.</summary>
    public double Stubborn { get; init; } = 0.4;

    /// <summary>That a write to the ledger takes.</summary>
    public double WriteSeconds { get; init; } = 0.05;
}
