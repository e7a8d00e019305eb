using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>The result of a simulated search.</summary>
/// <param name="Search">The search after the last event. If a search does not end, the simulation stops and leaves it running.</param>
/// <param name="Entries">The ledger of the search.</param>
/// <param name="Trained">Each epoch that a worker trained, in order, whether or not its report counted.</param>
/// <param name="Answers">Each answer to a signal, in order, whether or not it arrived.</param>
/// <param name="Length">Virtual time from the search's start to its end.</param>
/// <param name="IdleShare">The share of the workers' uptime, while the search was running, in which they had no lease.</param>
public sealed record SimulatedRun(
    ITruth Truth, Search Search, ImmutableArray<LedgerEntry> Entries, ImmutableArray<TrainedEpoch> Trained,
    ImmutableArray<Answer> Answers, TimeSpan Length, double IdleShare)
{
    /// <summary>Seconds that a worker of speed 1 would take for all trained epochs.</summary>
    public double SecondsTrained => Trained.Sum(epoch => epoch.Seconds);
}

/// <summary>One epoch that a worker trained.</summary>
/// <param name="At">When the epoch ended.</param>
/// <param name="Seconds">Duration on a worker of speed 1.</param>
public readonly record struct TrainedEpoch(DateTimeOffset At, double Seconds);

/// <summary>The decision on one signal.</summary>
/// <param name="Sequence">The newest ledger entry when the decision was made.</param>
public readonly record struct Answer(Signal Signal, Decision Decision, long Sequence);
