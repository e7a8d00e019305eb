using System.Collections.Immutable;
using Paretune.Tuning.Strategies;

namespace Paretune.Bench.Efficiency;

/// <summary>A strategy with its parameters, under its name in tables and goals.</summary>
internal sealed record ComparedStrategy(string Name, StrategySpec Spec)
{
    /// <summary>Whether it has its default parameters, or a pruner. The others are variants for comparison.</summary>
    public bool IsUsual => Name == Spec.Kind || Spec.Parameters.ContainsKey(ComparedStrategies.Pruner);

    /// <summary>Whether it runs only if named, because a proposal can take several tenths of a second.</summary>
    public bool IsOptional => Spec.Kind == ComparedStrategies.Bayesian;

    /// <summary>Whether it is skipped on curves of one epoch, where it has no rungs and equals another strategy.</summary>
    public bool NeedsRungs => Spec.Kind == ComparedStrategies.Asha || Spec.Parameters.ContainsKey(ComparedStrategies.MinEpochs)
        || Spec.Parameters.ContainsKey(ComparedStrategies.Pruner);
}

/// <summary>The compared strategies. They start the cheapest configurations first unless the name says otherwise.</summary>
internal static class ComparedStrategies
{
    public const string Asha = "asha", Grid = "grid", Front = "front", Bayesian = "bayesian";
    public const string MinEpochs = "minEpochs", Pruner = "pruner";

    private const string First = "first", Listed = "listed";

    /// <summary>The strategies by name, including those that the catalogue does not have yet.</summary>
    public static ImmutableArray<ComparedStrategy> Named { get; } =
    [
        new(Grid, new(Grid)),
        new("random", new StrategySpec("random").With(First, Listed)),
        new(Asha, new(Asha)),
        new("asha (first rung 1)", new StrategySpec(Asha).With(MinEpochs, 1)),
        new("asha (random order)", new StrategySpec(Asha).With(First, Listed)),
        new("asha (random order; first rung 1)", new StrategySpec(Asha).With(MinEpochs, 1).With(First, Listed)),
        new(Front, new(Front)),
        new("front (first rung 1)", new StrategySpec(Front).With(MinEpochs, 1)),
        new(Bayesian, new(Bayesian)),
        new("bayesian (pruner: front)", new StrategySpec(Bayesian).With(Pruner, Front)),
    ];

    /// <summary>The strategies that the catalogue has.</summary>
    public static ImmutableArray<ComparedStrategy> All { get; } =
        [.. Named.Where(strategy => StrategyCatalog.Find(strategy.Spec.Kind) is not null)];

    public static ImmutableArray<ComparedStrategy> Create(EfficiencyOptions options) => options.Strategies.Length == 0
        ? [.. All.Where(strategy => !strategy.IsOptional)]
        : [.. All.Where(strategy => EfficiencyOptions.Names(options.Strategies, strategy.Name))];
}
