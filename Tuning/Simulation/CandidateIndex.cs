using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Finds a trial's candidate in a truth.</summary>
public sealed class CandidateIndex(ITruth truth)
{
    private readonly Dictionary<string, int> _candidates =
        truth.Candidates.Index().ToDictionary(one => KeyOf(one.Item), one => one.Index, StringComparer.Ordinal);

    public static string KeyOf(Candidate candidate) => KeyOf(candidate.Network, candidate.Configuration);

    /// <exception cref="KeyNotFoundException">The truth has no such candidate.</exception>
    public int Find(string network, Configuration configuration) => _candidates[KeyOf(network, configuration)];

    // A text key, because a Configuration hashes only the common hyperparameters: those of a custom trainer would all share one bucket.
    private static string KeyOf(string network, Configuration configuration) => $"{network} {TrialSeed.Canonical(configuration)}";
}
