namespace Paretune.Tuning.Simulation;

/// <summary>Runs the search that decides in production on a truth, in virtual time. The same arguments give the same run.</summary>
public static class Simulator
{
    /// <param name="spec">Its space is not read: the truth's candidates are what it may try.</param>
    /// <exception cref="ArgumentException">The truth's curves are shorter than the search's epochs.</exception>
    public static SimulatedRun Run(SearchSpec spec, ITruth truth, SimulationOptions options)
    {
        if (truth.Epochs < spec.Epochs)
            throw new ArgumentException($"epochs must be at most {truth.Epochs}, those of the curves, but is {spec.Epochs}", nameof(spec));
        return new SimulatedCluster(spec, truth, options).Run();
    }
}
