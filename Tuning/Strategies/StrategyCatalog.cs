using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies.Bayesian;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Strategies;

/// <summary>A strategy that a search may name.</summary>
/// <param name="Help">What it does, after its name: one clause without a full stop.</param>
/// <param name="Parameters">Its parameters besides the kind. The reader, flags, form, help and docs are generated from them.</param>
/// <param name="Version">
/// The newest. A search keeps the version it was started with to its end: <paramref name="Create"/> makes older ones too.
/// </param>
/// <param name="Create">The strategy of a search in a version, before its first entry.</param>
public sealed record StrategyRow(
    string Name, string Help, ImmutableArray<StrategyParameter> Parameters, int Version,
    Func<SearchSpec, int, Func<CandidateSpace>, PriorTrials?, IStrategy> Create)
{
    /// <summary>Whether trials may end before their last epoch, so that an estimate of the work is an upper limit.</summary>
    public bool StopsEarly { get; init; }
}

/// <summary>A parameter of strategies: its allowed values, and its default if it has one.</summary>
/// <param name="Flag">The console's, such as <c>--samples</c>.</param>
/// <param name="Declaration">Its default is that of the search file, where <see cref="HasDefault"/>.</param>
/// <param name="Without">The meaning of leaving it out if it has no default, such as "all".</param>
public sealed record StrategyParameter(string Flag, Hyperparameter Declaration, string? Without = null)
{
    public string Name => Declaration.Name;

    public bool HasDefault => Without is null;

    /// <summary>The meaning of leaving it out.</summary>
    public string Otherwise => Without ?? Declaration.Default.ToString();
}

/// <summary>The strategies. To add one: a file that implements it, a row here, its tests.</summary>
public static class StrategyCatalog
{
    public const string Default = "grid", Front = "front", Bayesian = "bayesian", Random = "random", Manual = "manual",
        SamplesName = "samples", SamplerName = "sampler";

    private const int MostReduction = 100;
    private const double MostChance = 0.5;
    private const string Grid = "grid", FirstName = "first", Cheapest = "cheapest", Listed = "listed";

    private static readonly StrategyParameter Samples = new(
        "--samples", Whole(SamplesName, 1, SpecChecks.MostTrials, "Number of configurations to draw."), Without: "all");

    private static readonly StrategyParameter Chance = new(
        "--chance", new(FrontStrategy.ChanceName, HyperparameterKind.Number, 0, MostChance, [], FrontStrategy.DefaultChance)
        {
            Help = "Park a trial if its probability of beating every completed trial that costs no more is below this.",
            IsMinExcluded = true,
        });

    private static readonly StrategyParameter Pruner = new(
        "--pruner", Choice(BayesianStrategy.PrunerName, "none", ["none", Front],
            "Pruner that parks trials: none, or that of strategy front."));

    private static readonly StrategyParameter First = new(
        "--first", Choice(FirstName, Cheapest, [Cheapest, Listed],
            "Order in which trials start: the one with the fewest MACs first, or as listed or drawn."));

    /// <summary>
    /// Orders in which configurations are tried. Each is a strategy, and can be the order of strategies that stop trials early.
    /// </summary>
    private static readonly ImmutableArray<SamplerRow> Samplers =
    [
        new(Grid, "tries every configuration", "grid order", [First], (space, _, _) => new GridSampler(space)),
        new(Random, "draws configurations at random", "seeded random order", [Samples, First],
            (space, seed, _) => new GroupSampler(space, seed, (group, random) => new RandomDraw(group, random))),
        new("sobol", "spreads its draws evenly over the space", "Sobol order", [Samples, First],
            (space, seed, isDistinct) => new GroupSampler(space, seed, (group, random) => new SobolDraw(group, random, isDistinct))),
    ];

    private static readonly ImmutableArray<StrategyParameter> Pruning =
    [
        new("--reduction", Whole(
            AshaPruner.Reduction, 2, MostReduction,
            "η: each rung has η times the epochs of the one before; with asha, one in η trials continues past it.",
            AshaPruner.DefaultReduction)),
        new("--min-epochs", Whole(AshaPruner.MinEpochs, 1, SearchSpecReader.MaxEpochs, "Epochs at the first rung."),
            Without: "a ninth of epochs"),
        new("--sampler", Choice(SamplerName, Random, [.. Samplers.Select(row => row.Name)], "Sampler that draws the configurations.")),
    ];

    public static ImmutableArray<StrategyRow> All { get; } =
    [
        .. Samplers.Select(row => new StrategyRow(
            row.Name, row.Help, row.Parameters, Version: 3,
            (spec, version, space, earlier) => Sampled(
                spec, version, (space, earlier), row, new NoPruner(), isRevised: version > 2))),
        new("asha", "parks trials that rank low at early rungs", [Samples, First, .. Pruning], Version: 4,
            (spec, version, space, earlier) => Sampled(
                spec, version, (space, earlier), SamplerOf(spec.Strategy.Word(SamplerName) ?? Random),
                version == 1 ? new AshaVersion1(spec) : new AshaPruner(spec, version), isRevised: version > 3))
        {
            StopsEarly = true,
        },
        new(Front, "continues only trials that can still reach the front", [Samples, .. Pruning, Chance], FrontVersions.Newest,
            FrontOf)
        {
            StopsEarly = true,
        },
        new(Bayesian, "proposes the configurations expected to add most to the "
            + "score", [Samples, Pruner, .. Pruning[..2], Chance], BayesianVersions.Newest,
            (spec, version, space, earlier) => BayesianOf(spec, new(spec, version, space, earlier)))
        {
            StopsEarly = true,
        },
        new(Manual, "trains the trials that a user adds while it runs", [], Version: 2, (_, _, _, _) => new ManualStrategy()),
    ];

    public static ImmutableArray<string> Names { get; } = [.. All.Select(row => row.Name)];

    /// <summary>The row of that name; null where there is none.</summary>
    public static StrategyRow? Find(string name) => All.FirstOrDefault(row => row.Name == name);

    /// <summary>Every parameter of any strategy, each once.</summary>
    public static ImmutableArray<StrategyParameter> Parameters { get; } = [
        .. All.SelectMany(row => row.Parameters).DistinctBy(parameter => parameter.Name)];

    /// <summary>The error message for an unknown strategy.</summary>
    public static string Unknown(string kind) => Spelling.Unknown("strategy", kind, Names);

    /// <summary>The newest version of the strategy of a search, before its first entry.</summary>
    /// <inheritdoc cref="Create(SearchSpec, int, Func{CandidateSpace}, PriorTrials)"/>
    public static IStrategy Create(SearchSpec spec, Func<CandidateSpace> space, PriorTrials? earlier = null) =>
        Create(spec, VersionOf(spec), space, earlier);

    /// <summary>The newest version of the strategy that a search names.</summary>
    /// <exception cref="ArgumentException">The kind is not known; the message names those that are.</exception>
    public static int VersionOf(SearchSpec spec) => RowOf(spec).Version;

    /// <summary>The strategy of a search in the version it was started with, before its first entry.</summary>
    /// <param name="space">Counts what may be tried, when it is first requested.</param>
    /// <param name="earlier">Null if the search starts from no other search.</param>
    /// <exception cref="ArgumentException">The kind is not known; the message names those that are.</exception>
    public static IStrategy Create(SearchSpec spec, int version, Func<CandidateSpace> space, PriorTrials? earlier = null) =>
        RowOf(spec).Create(spec, version, space, earlier);

    /// <summary>The trials that <c>front</c> starts with and trains to the end in any case.</summary>
    internal static IReadOnlyList<Drawn> OpeningOf(SearchSpec spec, CandidateSpace space)
    {
        var (order, opening) = (FrontOrderOf(
            spec, FrontVersions.Newest, SamplerOf(spec.Strategy.Word(SamplerName) ?? Random), space, null), new List<Drawn>());
        for (; opening.Count < InitialThenCheapest.Opening && order.Peek(workers: 1) is { } next; order.Take(next.Number))
            opening.Add(next);
        return opening;
    }

    private static StrategyRow RowOf(SearchSpec spec) =>
        Find(spec.Strategy.Kind) ?? throw new ArgumentException(Unknown(spec.Strategy.Kind));

    private static SampledStrategy Sampled(
        SearchSpec spec, int version, (Func<CandidateSpace> Space, PriorTrials? Earlier) tried, SamplerRow row, IPruner pruner,
        bool isRevised)
    {
        var isListed = version == 1 || BeginsAsListed(spec.Strategy);
        return new(
            () => OrderOf(
                spec, (row, isRevised), tried.Space(), tried.Earlier, isListed ? null : fresh => new CheapestFirst(fresh),
                kept: spec.Budget?.Trials),
            pruner, row.Words);
    }

    private static FrontStrategy FrontOf(SearchSpec spec, int version, Func<CandidateSpace> space, PriorTrials? earlier)
    {
        var row = SamplerOf(spec.Strategy.Word(SamplerName) ?? Random);
        return new(spec, version, () => FrontOrderOf(spec, version, row, space(), earlier), row.Words);
    }

    private static BayesianStrategy BayesianOf(SearchSpec spec, ProposedOrder order) => new(order, BayesianStrategy.Stops(spec.Strategy)
        ? new FrontStrategy(spec, FrontVersions.OfBayesian, () => order, BayesianStrategy.Called)
        : new SampledStrategy(() => order, new NoPruner(), BayesianStrategy.Called));

    private static IOrder FrontOrderOf(SearchSpec spec, int version, SamplerRow row, CandidateSpace space, PriorTrials? earlier) =>
        OrderOf(
            spec, (row, version >= FrontVersions.Distinct), space, earlier, fresh => new InitialThenCheapest(fresh, spec.Budget?.Trials),
            kept: version < FrontVersions.Whole || earlier is not null ? spec.Budget?.Trials : null);

    /// <summary>Configurations of an infinite space, or of one too large to sort, start in the order of the draws.</summary>
    /// <param name="draws">
    /// Its sampler. The flag is false for old versions, which may draw a network twice and do not know the costs at the ends of ranges.
    /// </param>
    /// <param name="byCost">Creates the order of a sorted space; null for the order of the draws.</param>
    /// <param name="kept">As in <see cref="UntriedByCost"/>.</param>
    private static IOrder OrderOf(
        SearchSpec spec, (SamplerRow Row, bool IsRevised) draws, CandidateSpace space, PriorTrials? earlier,
        Func<UntriedByCost, IOrder>? byCost, int? kept)
    {
        var sampler = ChainedSampler.Create(space, part => draws.Row.Create(part, spec.Seed, draws.IsRevised));
        var costs = draws.IsRevised ? space.Costs : space.DrawnCosts;
        var samples = spec.Strategy.Whole(SamplesName);
        var most = draws.Row.Name == Grid || byCost is null ? samples : Least(samples, spec.Budget?.Trials);
        var drawn = new AsDrawn(sampler, most);
        return byCost is null || drawn.Count is null or > SpecChecks.MostTrials ? drawn
            : byCost(new(sampler, most, spec.Seed, kept, earlier is null ? null : new(spec, earlier, costs)));
    }

    /// <summary>Whether the user gave the order of a list, so that nothing else changes it.</summary>
    internal static bool BeginsAsListed(StrategySpec strategy) => strategy.Word(FirstName) == Listed;

    private static int? Least(int? one, int? other) => one is null || other < one ? other : one;

    private static SamplerRow SamplerOf(string name) => Samplers.First(row => row.Name == name);

    private static Hyperparameter Whole(string name, int min, int max, string help, int? standard = null) =>
        new(name, HyperparameterKind.Whole, min, max, [], standard ?? min) { Help = help };

    private static Hyperparameter Choice(string name, string standard, ImmutableArray<string> values, string help) =>
        new(name, HyperparameterKind.Choice, null, null, values, standard) { Help = help };

    /// <param name="Words">What the order is called, after "in".</param>
    /// <param name="Create">Creates the sampler of a seed. The flag is false for versions that may draw the same network twice.</param>
    private sealed record SamplerRow(
        string Name, string Help, string Words, ImmutableArray<StrategyParameter> Parameters,
        Func<CandidateSpace, long, bool, ISampler> Create);
}
