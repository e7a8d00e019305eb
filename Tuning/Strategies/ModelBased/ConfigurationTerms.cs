using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// The regression terms of a configuration besides its size: each hyperparameter that the search varies, and the network if the search
/// tries several.
/// </summary>
internal sealed class ConfigurationTerms
{
    private readonly ImmutableArray<HyperparameterAxis> _axes = [];
    private readonly ImmutableArray<string> _networks = [];

    private ConfigurationTerms()
    {
    }

    private ConfigurationTerms(Space space, ImmutableArray<string> networks)
    {
        var domains = space.Parts.SelectMany(part => part.All).ToLookup(one => one.Key, one => one.Value);
        _axes = [.. domains.Select(one => HyperparameterAxis.From(one.Key, [.. one])).OfType<HyperparameterAxis>()];
        string[] all = [.. networks.Concat(space.Parts.SelectMany(part => part.Networks)).Distinct()];
        if (all.Length > 1)
            _networks = [.. all];
    }

    public static ConfigurationTerms None { get; } = new();

    public int Count => _axes.Sum(axis => axis.Count) + _networks.Length;

    public static ConfigurationTerms From(SearchSpec spec) => new(spec.Space, spec.Networks);

    public static ConfigurationTerms From(SpaceExtended extended) => new(extended.Space, extended.Networks);

    public double[] Compute(Candidate candidate) =>
    [
        .. _axes.SelectMany(axis => axis.Terms(candidate.Configuration[axis.Name])),
        .. _networks.Select(one => one == candidate.Network ? 1.0 : 0),
    ];
}
