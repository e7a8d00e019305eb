namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>Versions of <see cref="ProposedOrder"/>: a search uses the version that it started with until it ends.</summary>
internal static class BayesianVersions
{
    /// <summary>The first version that draws configurations that build the same network once.</summary>
    public const int Distinct = 2;

    /// <summary>The first version that models accuracy even if the objectives name another metric before it.</summary>
    public const int Accuracy = 2;

    /// <summary>
    /// The first version that draws what extends a long list along with the list. Before it, extensions were only drawn after all of the
    /// list.
    /// </summary>
    public const int Extended = 2;

    /// <summary>The first version that ignores trials that ended without a result. Before it, they counted like running ones.</summary>
    public const int Ended = 2;

    public const int Newest = 2;
}
