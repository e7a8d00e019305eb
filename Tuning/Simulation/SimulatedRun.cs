using System.Collections.Immutable;
using Paretune.Tuning.Searches;

namespace Paretune.Tuning.Simulation;

/// <summary>What became of a simulated search.</summary>
/// <param name="Search">
/// The search after the last event. A search that never ends is abandoned and is still running.
/// </param>
/// <param name="Entries">Its ledger.</param>
/// <param name="Trained">Each epoch that a worker trained, in order, whether or not its report counted.</param>
/// <param name="Answers">Each answer to a signal, in order, whether or not it arrived.</param>
/// <param name="Length">Virtual time from the search's start to its end.</param>
/// <param name="IdleShare">Of the time that workers were up while the search ran, the share in which they had no lease.</param>
public sealed record SimulatedRun(
    ITruth Truth, Search Search, ImmutableArray<LedgerEntry> Entries, ImmutableArray<TrainedEpoch> Trained,
    ImmutableArray<Answer> Answers, TimeSpan Length, double IdleShare)
{
    /// <summary>Seconds that a worker of speed 1 takes for all that was trained.</summary>
    public double SecondsTrained => Trained.Sum(epoch => epoch.Seconds);
}

/// <param name="At">When it was over.</param>
/// <param name="Seconds">That a worker of speed 1 takes.</param>
public readonly record struct TrainedEpoch(DateTimeOffset At, double Seconds);

/// <param name="Sequence">Of the newest entry when it was decided.</param>
public readonly record struct Answer(Signal Signal, Decision Decision, long Sequence);
