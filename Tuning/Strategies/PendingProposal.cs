using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies;

/// <summary>A proposal that takes long to compute, so that it is computed outside of the grain's turn.</summary>
/// <param name="From">The newest entry that the proposal uses.</param>
/// <param name="IsUrgent">Whether no proposal is ready; one from older results is then accepted.</param>
/// <param name="Work">Computes the proposal, on any thread, while the strategy takes further entries; null if there is none.</param>
public sealed record PendingProposal(long From, bool IsUrgent, Func<Candidate?> Work);
