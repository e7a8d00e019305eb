using Paretune.Tuning.Searches;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Simulation;

/// <summary>Finds the candidate of a truth that a trial is of.</summary>
public sealed class CandidateIndex(ITruth truth)
{
    private readonly Dictionary<string, int> _candidates =
        truth.Candidates.Index().ToDictionary(one => KeyOf(one.Item), one => one.Index, StringComparer.Ordinal);

    public static string KeyOf(Candidate candidate) => KeyOf(candidate.Network, candidate.Configuration);

    /// <exception cref="KeyNotFoundException">The truth has no such candidate.</exception>
    public int Find(string network, Configuration configuration) => _candidates[KeyOf(network, configuration)];

    // Configurations hash by what every search has; those of a custom trainer would all fall into one bucket.
    private static string KeyOf(string network, Configuration configuration) => $"{network} {TrialSeed.Canonical(configuration)}";
}
