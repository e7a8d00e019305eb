using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Spaces;

/// <summary>Equal for candidates that train the same: equal layers with equal hyperparameters.</summary>
internal readonly record struct CandidateKey(string Network, UInt128 Layers, Configuration Others);

/// <summary>The keys of a search's candidates.</summary>
/// <param name="ends">Of the dataset.</param>
internal sealed class CandidateKeys(SearchSpec spec, NetworkEnds ends)
{
    private readonly Dictionary<(string, int, double, double), UInt128> _layers = [];

    // Only a custom trainer knows what it builds.
    public CandidateKey Create(Candidate candidate) => spec.Trainer is not null
        ? new(candidate.Network, 0, candidate.Configuration)
        : new(candidate.Network, LayersOf(candidate), candidate.Configuration with { Dilation = 1, Width = 1, Resolution = 1 });

    private UInt128 LayersOf(Candidate candidate)
    {
        var (network, one) = (candidate.Network, candidate.Configuration);
        var shape = (network, one.Dilation, one.Width, one.Resolution);
        if (!_layers.TryGetValue(shape, out var layers))
            _layers[shape] = layers = Shape.Count(network, one.Dilation, one.Width, one.Resolution, spec.BaseResolution, ends).Layers;
        return layers;
    }
}
