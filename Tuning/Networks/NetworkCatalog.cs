using System.Collections.Immutable;

namespace Paretune.Tuning.Networks;

/// <summary>The networks a search may name.</summary>
public static class NetworkCatalog
{
    public static ImmutableArray<string> Names { get; } = ["dilated-separable"];

    /// <summary>Counts one configuration of a network.</summary>
    /// <exception cref="ArgumentException">The network is not known; the message names those that are.</exception>
    public static NetworkPlan Plan(string network, Configuration configuration, int baseResolution, int classes) =>
        throw new NotImplementedException();
}
