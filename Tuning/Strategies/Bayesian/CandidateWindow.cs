using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>Which configurations of a space are weighed against each other.</summary>
internal static class CandidateWindow
{
    /// <summary>Lists up to this are weighed whole: more would take a proposal more than a second.</summary>
    public const int MostListed = 10_000;

    /// <summary>So many trials have the same drawn configurations to choose from; then come others.</summary>
    public const int Trials = 2048;

    /// <summary>Of a space that is not weighed whole.</summary>
    public const int Drawn = 4096;

    /// <summary>All of a space, or of one that is too large or has no end points that fill it evenly.</summary>
    /// <param name="window">From 0; each has others.</param>
    public static IReadOnlyList<Candidate> Draw(CandidateSpace space, long seed, int window)
    {
        if (space.Size is <= MostListed and var size)
            return [.. Enumerable.Range(0, (int)size).Select(index => space.At(index))];
        var sampler = ChainedSampler.Create(space, part => new GroupSampler(part, seed, (group, random) => new SobolDraw(group, random)));
        var drawn = new List<Candidate>();
        for (var draw = 0; draw < (window + 1) * Drawn && sampler.Draw() is { } candidate; draw++)
            if (draw >= window * Drawn)
                drawn.Add(candidate);
        return drawn;
    }
}
