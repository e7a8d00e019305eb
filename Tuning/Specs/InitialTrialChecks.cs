using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Strategies.ModelBased;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Checks that a budget is enough for the first trials of <c>front</c>, which are trained to the end so that rungs can learn from them.
/// Device hours are not known before training, so a budget of hours is not checked.
/// </summary>
internal static class InitialTrialChecks
{
    private const int MostDigits = 4;

    /// <param name="size">Of the space.</param>
    public static void Check(SearchSpec spec, double size, List<ValidationError> errors)
    {
        var first = Math.Min(InitialThenCheapest.Opening, Math.Min(size, spec.Strategy.Whole(StrategyCatalog.SamplesName) ?? size));
        if (spec.Budget?.Trials < first)
            errors.Add(new("budget.trials", Rule(spec, $"{first}") + $"but is {spec.Budget.Trials}; raise it or use another strategy"));
        if (spec.Budget?.Epochs >= spec.Epochs && spec.Budget.Epochs < first * spec.Epochs)
            errors.Add(new("budget.epochs", Rule(spec, $"the {first * spec.Epochs} epochs of {first} trials")
                + $"but is {spec.Budget.Epochs}; raise it or lower epochs"));
    }

    /// <summary>For a share, the cost of the first trials must be counted.</summary>
    /// <param name="ends">Of the dataset.</param>
    public static void CheckShare(SearchSpec spec, NetworkEnds ends, List<ValidationError> errors)
    {
        if (spec.Budget?.Share is not { } share || spec.Strategy.Kind != StrategyCatalog.Front)
            return;
        var space = CandidateSpace.Count(spec, ends);
        if (space.Size is not > 0)
            return;
        var opening = StrategyCatalog.OpeningOf(spec, space);
        var least = opening.Sum(drawn => (double)drawn.Candidate.Cost.Macs) / (space.Costs?.MeanMacs ?? 0) / space.Size.Value;
        if (!(least > 0))
            least = (double)opening.Count / space.Size.Value;
        if (share < least)
            errors.Add(new("budget.share", Rule(spec, FormattableString.Invariant(
                $"{Math.Min(1, Rounded(least))}, what the first {opening.Count} of {space.Size} trials cost,"))
                + FormattableString.Invariant($"but is {share}; raise it or use another strategy")));
    }

    private static string Rule(SearchSpec spec, string least) =>
        $"must be at least {least} for {spec.Strategy.Kind}, which trains its first trials to the end before it parks any, ";

    /// <summary>Rounds up to two digits.</summary>
    private static double Rounded(double share)
    {
        var digits = Math.Clamp(1 - (int)Math.Floor(Math.Log10(share)), 2, MostDigits);
        var scale = Math.Pow(10, digits);
        return Math.Ceiling(share * scale) / scale;
    }
}
