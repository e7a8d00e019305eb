namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>Versions of <see cref="FrontStrategy"/>: a search uses the version that it started with until it ends.</summary>
internal static class FrontVersions
{
    /// <summary>The first version that does not use the error of a trial that still guesses as evidence.</summary>
    public const int Guessing = 2;

    /// <summary>The first version that learns from hyperparameters which configurations are worth starting.</summary>
    public const int Configured = 3;

    /// <summary>
    /// The first version that learns from the hyperparameters and networks that an extension of the space adds. Before it, trials of a new
    /// network had no network term, and sizes before and after an extension were measured on two scales.
    /// </summary>
    public const int Extended = 4;

    /// <summary>
    /// The first version that spreads the trials that many workers start before anything is known over all sizes. Before it, they started
    /// the most expensive ones, as if the search were near its end.
    /// </summary>
    public const int Spread = 4;

    /// <summary>The version by which <c>bayesian</c> stops trials.</summary>
    public const int OfBayesian = 4;

    /// <summary>The first version that draws configurations that build the same network once.</summary>
    public const int Distinct = 5;

    /// <summary>
    /// The first version that chooses among all of a grid however few trials the budget allows. Before it, only the cheapest of the grid
    /// were considered, as many as the budget allows.
    /// </summary>
    public const int Whole = 5;

    public const int Newest = 5;
}
