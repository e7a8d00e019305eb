using System.Collections.Immutable;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Spaces;

/// <summary>Counts the space of a search: costs, exclusions, and networks that would be built twice.</summary>
internal sealed class SpaceSurvey
{
    // Counting a network takes some twenty microseconds: two seconds for so many.
    private const int MostShapes = 100_000;

    // Draws from which the costs of a range without steps are estimated.
    private const int SampledShapes = 256;

    private readonly SearchSpec _spec;
    private readonly NetworkEnds _ends;
    private readonly ImmutableArray<MetricLimit> _limits;
    private readonly Exclusions _exclusions;

    private SpaceSurvey(SearchSpec spec, NetworkEnds ends)
    {
        (_spec, _ends, _limits) = (spec, ends, MetricLimit.From(spec.Limits, MetricTable.From(spec)));
        _exclusions = new(_limits);
    }

    /// <summary>The same spec always gives the same space.</summary>
    /// <param name="ends">Of the dataset.</param>
    public static CandidateSpace Count(SearchSpec spec, NetworkEnds ends) => new SpaceSurvey(spec, ends).Count();

    /// <summary>
    /// The costs of all that the networks have, each with how many configurations have it, whatever the limits. Those at the ends of ranges
    /// without steps have a count of 0, because the draws represent all of the range.
    /// </summary>
    public static IReadOnlyList<(Cost Cost, long Count)> BeforeLimits(SearchSpec spec, NetworkEnds ends)
    {
        var survey = new SpaceSurvey(spec with { Limits = new() }, ends);
        survey.Count();
        return survey.WithEnds;
    }

    private CandidateSpace Count()
    {
        var groups = from part in _spec.Space.Parts
                     from network in part.Networks.IsEmpty ? _spec.Networks : part.Networks
                     select GroupOf(network, part);
        var space = new CandidateSpace([.. groups.ToList()], _exclusions.Excluded, _exclusions.Merged);
        return Distinct(space) with
        {
            Costs = _spec.Trainer is null ? CostRange.From(WithEnds) : null,
            DrawnCosts = _exclusions.Ends.Count > 0 ? CostRange.From(_exclusions.Costs) : null,
        };
    }

    private IReadOnlyList<(Cost Cost, long Count)> WithEnds => [.. _exclusions.Costs, .. _exclusions.Ends.Select(cost => (cost, 0L))];

    private ProductGroup GroupOf(string network, Subspace part)
    {
        // A hyperparameter that a recipe leaves at its default is not a dimension, so that draws equal those of a search without recipes.
        var fixedValues = part.Domains.Where(one => HyperparameterNames.Recipe.Contains(one.Key) && one.Value.Values.Length == 1)
            .ToImmutableDictionary(one => one.Key, one => one.Value.Values[0]);
        ImmutableArray<Axis> all = [
            .. part.All.Where(one => !fixedValues.ContainsKey(one.Key)).Select(one => new Axis(one.Key, one.Value))];
        ImmutableArray<string> recipe = [.. HyperparameterNames.Recipe.Where(part.Domains.ContainsKey)];
        if (_spec.Trainer is not null)
            return new(
                network, [Shape.Unknown], (_, _, _) => Shape.Unknown, [], [.. all.Where(axis => !IsOfNetworks(axis))], fixedValues, recipe,
                hasTrainer: true);
        ImmutableArray<Axis> shapeAxes = [.. all.Where(IsOfNetworks)], others = [.. all.Where(axis => !IsOfNetworks(axis))];
        var times = ProductGroup.Product(others) ?? 1;
        var isListed = ProductGroup.Product(shapeAxes) <= MostShapes;
        var shapes = isListed ? Within(network, Grid(network, shapeAxes), times) : (ImmutableArray<Shape>?)null;
        if (shapes is null)
            Sample(network, shapeAxes);
        return new(
            network, shapes, (dilation, width, resolution) => Allowed(ShapeOf(network, dilation, width, resolution)), shapeAxes, others,
            fixedValues, recipe, hasTrainer: false);
    }

    private static bool IsOfNetworks(Axis axis) => Hyperparameters.OfNetworks.Any(one => one.Name == axis.Name);

    private Shape ShapeOf(string network, int dilation, double width, double resolution) =>
        Shape.Count(network, dilation, width, resolution, _spec.BaseResolution, _ends);

    private IEnumerable<Shape> Grid(string network, ImmutableArray<Axis> axes) =>
        from dilation in axes[0].Values!.Value
        from width in axes[1].Values!.Value
        from resolution in axes[2].Values!.Value
        select ShapeOf(network, (int)dilation.Number, width.Number, resolution.Number);

    /// <summary>
    /// Costs of a space that cannot be enumerated; limits are applied as it is drawn. The cheapest and the most expensive configurations
    /// are at the ends of the ranges, unless limits exclude them.
    /// </summary>
    private void Sample(string network, ImmutableArray<Axis> axes)
    {
        var (random, had) = (new SplitMix64(_spec.Seed), _exclusions.Costs.Count);
        for (var i = 0; i < SampledShapes; i++)
        {
            var shape = ShapeOf(
                network, (int)axes[0].At(random.Unit()).Number, axes[1].At(random.Unit()).Number, axes[2].At(random.Unit()).Number);
            if (Allowed(shape) is not null)
                _exclusions.Keep(shape, times: 1);
        }

        // A network that no draw builds, such as one of a single width, is not tried.
        if (_exclusions.Costs.Count > had)
            foreach (var shape in Ends(network, axes).Where(shape => Allowed(shape) is not null))
                _exclusions.KeepEnd(shape);
    }

    private IEnumerable<Shape> Ends(string network, ImmutableArray<Axis> axes) =>
        from dilation in Both(axes[0])
        from width in Both(axes[1])
        from resolution in Both(axes[2])
        select ShapeOf(network, (int)dilation, width, resolution);

    private static double[] Both(Axis axis) => [axis.Ends.Least, axis.Ends.Most];

    private Shape? Allowed(Shape shape) => shape.Lack is not null || _limits.Any(limit => limit.Excludes(shape.Cost)) ? null : shape;

    /// <summary>The shapes that are tried, each once; the others are counted.</summary>
    /// <param name="times">How many configurations each shape represents.</param>
    private ImmutableArray<Shape> Within(string network, IEnumerable<Shape> shapes, long times)
    {
        var within = ImmutableArray.CreateBuilder<Shape>();
        var built = new HashSet<UInt128>();
        foreach (var shape in shapes)
        {
            if (!_exclusions.Takes(network, shape, times))
                continue;
            if (!built.Add(shape.Layers))
            {
                _exclusions.Merge(times);
                continue;
            }

            within.Add(shape);
            _exclusions.Keep(shape, times);
        }

        return within.ToImmutable();
    }

    /// <summary>Parts of a space that name the same network may overlap; then their candidates are enumerated, each once.</summary>
    private CandidateSpace Distinct(CandidateSpace space)
    {
        if (space.Groups.DistinctBy(group => group.Network).Count() == space.Groups.Length || space.Size is null or > MostShapes)
            return space;
        var (seen, keys) = (new HashSet<CandidateKey>(), new CandidateKeys(_spec, _ends));
        ImmutableArray<(string Network, ImmutableArray<Candidate> Kept)> groups = [
            .. space.Groups.GroupBy(group => group.Network).Select(group => (group.Key, Listed(group)))];
        _exclusions.KeepOnly(groups.SelectMany(group => group.Kept));
        return space with { Groups = [.. groups.Select(group => new ListedGroup(group.Network, group.Kept))], Merged = _exclusions.Merged };

        ImmutableArray<Candidate> Listed(IGrouping<string, CandidateGroup> sameNetwork)
        {
            var all = sameNetwork.SelectMany(
                group => Enumerable.Range(0, (int)group.Count!.Value).Select(index => group.At(index))).ToList();
            ImmutableArray<Candidate> kept = [.. all.Where(candidate => seen.Add(keys.Create(candidate)))];
            _exclusions.Merge(all.Count - kept.Length);
            return kept;
        }
    }
}
