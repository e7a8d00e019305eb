using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>Selects the configurations of a space that are compared for a proposal.</summary>
internal static class CandidateWindow
{
    /// <summary>Lists up to this length are compared completely: with more, a proposal would take longer than a second.</summary>
    public const int MostListed = 10_000;

    /// <summary>For this many trials the drawn configurations stay the same; then others are drawn.</summary>
    public const int Trials = 2048;

    /// <summary>The number of draws of a space that is not compared completely.</summary>
    public const int Drawn = 4096;

    /// <summary>All configurations of a space; if it is too large or infinite, points that fill it evenly.</summary>
    /// <param name="window">From 0; each window has other configurations.</param>
    /// <param name="version">As of <see cref="BayesianVersions"/>.</param>
    public static IReadOnlyList<Candidate> Draw(CandidateSpace space, long seed, int window, int version)
    {
        if (space.Size is <= MostListed and var size)
            return [.. Enumerable.Range(0, (int)size).Select(index => space.At(index))];
        var sampler = version >= BayesianVersions.Extended ? ProportionalSampler.Create(space, New) : ChainedSampler.Create(space, New);
        var drawn = new List<Candidate>();
        for (var draw = 0; draw < (window + 1) * Drawn && sampler.Draw() is { } candidate; draw++)
            if (draw >= window * Drawn)
                drawn.Add(candidate);
        return drawn;

        GroupSampler New(CandidateSpace part) =>
            new(part, seed, (group, random) => new SobolDraw(group, random, version >= BayesianVersions.Distinct));
    }
}
