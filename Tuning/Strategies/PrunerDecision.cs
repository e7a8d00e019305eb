namespace Paretune.Tuning.Strategies;

/// <summary>Whether a trial continues.</summary>
/// <param name="Reason">One sentence for the user; empty if the trial continues.</param>
public sealed record PrunerDecision(PrunerDecisionKind Kind, string Reason)
{
    public static PrunerDecision Continue { get; } = new(PrunerDecisionKind.Continue, "");

    public static PrunerDecision Stop(string reason) => new(PrunerDecisionKind.Stop, reason);

    public static PrunerDecision Park(string reason) => new(PrunerDecisionKind.Park, reason);
}

public enum PrunerDecisionKind
{
    Continue,

    /// <summary>The trial is over.</summary>
    Stop,

    /// <summary>The trial leaves its device and keeps its checkpoint: it may continue later.</summary>
    Park,
}
