using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Simulation;

/// <summary>The random decisions in a simulated cluster.</summary>
internal sealed class Draws(long seed)
{
    private readonly SplitMix64 _random = new(seed);

    public bool Chance(double share) => _random.Unit() < share;

    public double Between(double least, double most) => least + (most - least) * _random.Unit();

    /// <summary>Draws the time until the next event of a Poisson process with this mean interval.</summary>
    public double Wait(double mean) => -mean * Math.Log(1 - _random.Unit());
}
