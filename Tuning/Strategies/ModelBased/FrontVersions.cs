namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>Versions of <see cref="FrontStrategy"/>: a search uses the version that it started with until it ends.</summary>
internal static class FrontVersions
{
    /// <summary>The first that does not take the error of a trial that still guesses for evidence.</summary>
    public const int Guessing = 2;

    /// <summary>The first that learns from hyperparameters which configurations are worth beginning.</summary>
    public const int Configured = 3;

    /// <summary>
    /// The first that learns from what an extension of the space adds to hyperparameters and networks; before it, trials of a new network
    /// were taken for those of none, and sizes of before and after an extension were measured by two scales.
    /// </summary>
    public const int Extended = 4;

    /// <summary>
    /// The first that spreads what many workers begin before anything is known over all sizes. Before it they began the most expensive,
    /// as if the search was near its end.
    /// </summary>
    public const int Spread = 4;

    /// <summary>By which <c>bayesian</c> stops trials.</summary>
    public const int OfBayesian = 4;

    public const int Newest = 4;
}
