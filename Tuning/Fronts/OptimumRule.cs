namespace Paretune.Tuning.Fronts;

/// <summary>A rule that picks one front member: <c>knee</c>, <c>smallest-within:POINTS</c> or <c>most-accurate</c>.</summary>
public abstract record OptimumRule
{
    /// <exception cref="ArgumentException">The rule is not known; the message says which are.</exception>
    public static OptimumRule Parse(string text) => throw new NotImplementedException();

    /// <summary>Picks among <paramref name="front"/> those within <paramref name="limits"/> and says why in one sentence; null when none is.</summary>
    public abstract Optimum? Choose(IReadOnlyCollection<FrontPoint> front, IReadOnlyList<Objective> objectives, Limits limits);
}

/// <summary>A trial as the front sees it.</summary>
public sealed record FrontPoint(int Trial, double Accuracy, Cost Cost);
