using System.Collections.Immutable;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Strategies;

/// <summary>A rule that chooses which candidates are tried, and in what order.</summary>
public abstract record Strategy
{
    public const string Default = GridStrategy.Kind;

    public static ImmutableArray<string> Kinds { get; } = [GridStrategy.Kind, RandomStrategy.Kind, Rungs.Kind];

    /// <exception cref="ArgumentException">The kind is not known; the message names those that are.</exception>
    public static Strategy Of(StrategySpec spec) => spec.Kind switch
    {
        GridStrategy.Kind => new GridStrategy(),
        RandomStrategy.Kind or Rungs.Kind => new RandomStrategy(spec.Samples),
        _ => throw new ArgumentException(Unknown(spec.Kind)),
    };

    /// <summary>What to tell someone who asked for a strategy that does not exist.</summary>
    public static string Unknown(string kind) => Spelling.Unknown("strategy", kind, Kinds);

    /// <summary>The candidates to try, each at most once; the same seed gives the same list on every machine.</summary>
    public abstract ImmutableArray<Candidate> Order(ImmutableArray<Candidate> candidates, long seed);
}
