using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>What a strategy wants trained next.</summary>
public abstract record Proposal
{
    private Proposal()
    {
    }

    /// <summary>Nothing now, and nothing more once the running trials are over.</summary>
    public static Proposal Nothing { get; } = new Done();

    /// <summary>A configuration that no trial has.</summary>
    /// <param name="number">The number of its trial: its place in the list of the space, or among the draws, whenever it starts.</param>
    public static Proposal Try(int number, Candidate candidate) => new NewTrial(number, candidate);

    /// <summary>A trial that was parked.</summary>
    public static Proposal Resume(int trial) => new Parked(trial);

    public sealed record NewTrial(int Number, Candidate Candidate) : Proposal;

    public sealed record Parked(int Trial) : Proposal;

    public sealed record Done : Proposal;
}
