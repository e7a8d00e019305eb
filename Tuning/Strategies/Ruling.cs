namespace Paretune.Tuning.Strategies;

/// <summary>Whether a trial continues.</summary>
/// <param name="Reason">One sentence for the user; empty if the trial continues.</param>
public sealed record Ruling(RulingKind Kind, string Reason)
{
    public static Ruling Continue { get; } = new(RulingKind.Continue, "");

    public static Ruling Stop(string reason) => new(RulingKind.Stop, reason);

    public static Ruling Park(string reason) => new(RulingKind.Park, reason);
}

public enum RulingKind
{
    Continue,

    /// <summary>The trial is over.</summary>
    Stop,

    /// <summary>The trial leaves its device and keeps its checkpoint: it may continue later.</summary>
    Park,
}
