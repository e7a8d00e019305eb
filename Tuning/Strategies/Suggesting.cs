using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>What has to be worked out before a strategy can say what is next, where that takes long.</summary>
/// <param name="From">The newest entry that it rests on.</param>
/// <param name="IsUrgent">Whether nothing is at hand: what was worked out from older results would do for once.</param>
/// <param name="Work">Runs on any thread, while the strategy takes further entries; null for nothing.</param>
public sealed record Suggesting(long From, bool IsUrgent, Func<Candidate?> Work);
