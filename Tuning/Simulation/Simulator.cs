namespace Paretune.Tuning.Simulation;

/// <summary>Runs the production search code on a truth, in virtual time. Equal arguments give equal runs.</summary>
public static class Simulator
{
    /// <summary>Runs one search to its end.</summary>
    /// <param name="spec">The search. Its space is ignored: the candidates of the truth take its place.</param>
    /// <exception cref="ArgumentException">The truth's curves are shorter than the search's epochs.</exception>
    public static SimulatedRun Run(SearchSpec spec, ITruth truth, SimulationOptions options)
    {
        if (truth.Epochs < spec.Epochs)
            throw new ArgumentException($"epochs must be at most {truth.Epochs}, those of the curves, but is {spec.Epochs}", nameof(spec));
        return new SimulatedCluster(spec, truth, options).Run();
    }
}
