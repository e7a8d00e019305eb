using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies.Bayesian;

/// <summary>
/// Configurations as points: each number that the search varies is from 0 to 1 on its scale, words and networks are at a distance of 1 from
/// each other, and each cost that differs between configurations is a feature.
/// </summary>
internal sealed class ConfigurationPoints
{
    // The whole range of a cost, in the unit of the others: a cost represents several hyperparameters together.
    private const double CostLength = 2.5;

    // Two words differ in two features, by this amount in each.
    private static readonly double Word = Math.Sqrt(0.5);

    private readonly ImmutableArray<HyperparameterAxis> _axes;
    private readonly ImmutableArray<string> _networks;

    private readonly ComparedCosts _costs;

    /// <param name="costs">Counted of the space.</param>
    public ConfigurationPoints(Space space, ImmutableArray<string> networks, ComparedCosts costs)
    {
        (_costs, Axes) = (costs, costs.AreKnownBefore ? costs.Lengths : 0);
        var domains = space.Parts.SelectMany(part => part.All).ToLookup(one => one.Key, one => one.Value);
        _axes = [.. domains.Select(one => HyperparameterAxis.From(one.Key, [.. one])).OfType<HyperparameterAxis>()];
        string[] all = [.. networks.Concat(space.Parts.SelectMany(part => part.Networks)).Distinct()];
        _networks = all.Length > 1 ? [.. all] : [];
        int[] sizes = [.. _axes.Select(axis => Math.Max(1, axis.Words.Length)), _networks.Length, .. Enumerable.Repeat(1, Axes)];
        Groups = [.. sizes.Where(size => size > 0).SelectMany((size, group) => Enumerable.Repeat(group, size))];
    }

    /// <summary>For each feature, the group of features that share its length scale.</summary>
    public ImmutableArray<int> Groups { get; }

    /// <summary>How many costs differ between configurations before training; none for a custom trainer.</summary>
    public int Axes { get; }

    /// <summary>The places of the costs: 0 for the cheapest of the space, 1 for the most expensive.</summary>
    public double[] PlacesOf(Candidate candidate) => Axes == 0 ? [] : _costs.Places(_costs.Compute(candidate.Cost)!);

    /// <param name="places">As of <see cref="PlacesOf"/>.</param>
    public double[] Compute(Candidate candidate, double[] places) =>
    [
        .. _axes.SelectMany(axis => Compute(axis, candidate.Configuration[axis.Name])),
        .. _networks.Select(network => network == candidate.Network ? Word : 0),
        .. places.Select(place => place * CostLength),
    ];

    private static IEnumerable<double> Compute(HyperparameterAxis axis, HyperparameterValue value) => axis.Words.IsEmpty
        ? [axis.Place(value)]
        : axis.Words.Select(word => value.ToString() == word ? Word : 0);
}
