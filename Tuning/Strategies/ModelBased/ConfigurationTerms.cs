using System.Collections.Immutable;

namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>
/// What a regression sees of a configuration beside its size: each hyperparameter that the search varies, and its network where it tries
/// several.
/// </summary>
internal sealed class ConfigurationTerms
{
    private readonly ImmutableArray<HyperparameterAxis> _axes = [];
    private readonly ImmutableArray<string> _networks = [];

    private ConfigurationTerms()
    {
    }

    private ConfigurationTerms(SearchSpec spec)
    {
        var domains = spec.Space.Parts.SelectMany(part => part.All).ToLookup(one => one.Key, one => one.Value);
        _axes = [.. domains.Select(one => HyperparameterAxis.Of(one.Key, [.. one])).OfType<HyperparameterAxis>()];
        string[] networks = [.. spec.Networks.Concat(spec.Space.Parts.SelectMany(part => part.Networks)).Distinct()];
        if (networks.Length > 1)
            _networks = [.. networks];
    }

    public static ConfigurationTerms None { get; } = new();

    public int Count => _axes.Sum(axis => axis.Count) + _networks.Length;

    public static ConfigurationTerms Of(SearchSpec spec) => new(spec);

    public double[] Of(string? network, Configuration configuration) =>
    [
        .. _axes.SelectMany(axis => axis.Terms(configuration[axis.Name])),
        .. _networks.Select(one => one == network ? 1.0 : 0),
    ];
}
