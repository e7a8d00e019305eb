using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Reads the older search that a search starts from, and checks whether the strategy can use it. Only the server knows that search.
/// </summary>
internal static class FromReader
{
    public const string Key = "from";

    public static void Check(SearchSpec spec, List<ValidationError> errors)
    {
        if (spec.From is null)
            return;
        if (spec.Strategy.Kind == StrategyCatalog.Manual)
            errors.Add(new(Key, "must be left out with strategy manual, which starts trials in the order they are added; remove it"));
        else if (StrategyCatalog.BeginsAsListed(spec.Strategy))
            errors.Add(new(Key, "must be left out with first: listed, which already sets the order; remove one of them"));
        else if (spec.Strategy.Kind != StrategyCatalog.Bayesian && IsDrawnAsItGoes(spec))
            errors.Add(new(Key,
                $"must be left out if {spec.Strategy.Kind} draws configurations on demand, because only a list can be sorted; "
                + $"add samples, at most {SpecChecks.MostTrials}, or use strategy bayesian"));
    }

    private static bool IsDrawnAsItGoes(SearchSpec spec) =>
        !(SpecChecks.SizeOf(spec, out _) <= SpecChecks.MostTrials) && spec.Strategy.Whole(StrategyCatalog.SamplesName) is null
        && !(spec.Budget?.Trials <= SpecChecks.MostTrials);
}
