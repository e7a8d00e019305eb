using System.Collections.Immutable;

namespace Paretune.Tuning.Rates;

/// <summary>The learning rates of a range test (Smith 2017, arXiv:1506.01186), which grow by the same factor each step.</summary>
public sealed record RateRange(double From, double To, int Steps)
{
    /// <summary>The minimum number of steps; fewer do not show a trend.</summary>
    public const int LeastSteps = 20;

    /// <summary>The maximum number of steps, more than any network here needs.</summary>
    public const int MostSteps = 10_000;

    /// <summary>A hundred steps from a rate at which adamw changes next to nothing to one at which every network diverges.</summary>
    public static RateRange Default { get; } = new(1e-6, 1, 100);

    /// <summary>Returns the rate of a step, from 0.</summary>
    public double At(int step) => From * Math.Pow(To / From, step / (Steps - 1.0));

    /// <summary>Returns the errors of the range, each under its property's name.</summary>
    public ImmutableArray<ValidationError> Errors()
    {
        var errors = ImmutableArray.CreateBuilder<ValidationError>();
        if (!(From > 0) || !double.IsFinite(From))
            errors.Add(new("from", FormattableString.Invariant($"must be a number above 0, but is {From}")));
        else if (!(To > From) || !double.IsFinite(To))
            errors.Add(new("to", FormattableString.Invariant($"must be above the rate of the first step, {From}, but is {To}")));
        if (Steps is < LeastSteps or > MostSteps)
            errors.Add(new("steps", $"must be from {LeastSteps} to {MostSteps}, but is {Steps}"));
        return errors.ToImmutable();
    }
}
