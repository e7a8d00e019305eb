using Paretune.Tuning.Networks;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;
using Paretune.Tuning.Words;

namespace Paretune.Dashboard.Searches;

/// <summary>What a search would take, said before it is submitted.</summary>
internal static class SpecEstimate
{
    // A backward pass costs about twice its forward pass.
    private const int Passes = 3;

    public static string Of(SearchSpec spec, Dataset dataset) =>
        string.Join(' ', [OfTraining(spec, dataset), .. RatesOf(spec), .. DatasetNotes.Of(spec, dataset)]);

    private static IEnumerable<string> RatesOf(SearchSpec spec) =>
        MeasuredRates.Text(spec) is { Length: > 0 } rates ? [$"{char.ToUpperInvariant(rates[0])}{rates[1..]}."] : [];

    private static string OfTraining(SearchSpec spec, Dataset dataset)
    {
        var space = CandidateSpace.Count(spec, NetworkEnds.Of(dataset));
        if (space.IsEmpty)
            return $"No configuration is left to train ({space.Excluded}).";
        if (TrialsOf(spec, space) is not { } trials)
            return $"Configurations are drawn until the budget is spent{CostsOf(space)}.";
        var mayEndEarly = StrategyCatalog.Find(spec.Strategy.Kind)!.StopsEarly || spec.Budget is not null;
        var epochs = Math.Min((long)trials * spec.Epochs, spec.Budget?.Epochs ?? long.MaxValue);
        var text = $"{trials} configurations{InBrackets(space.Excluded, space.Merged)}, {(mayEndEarly ? "at most " : "")}{epochs} epochs";
        if (spec.Trainer is { } trainer)
            return $"{text} of trainer {trainer}; its models are counted before they are trained.";
        var (training, validation) = ValidationSplit.Of(dataset, spec.TrainImages);
        var passes = Passes * (double)training + validation;
        var macs = space.Costs!.MeanMacs * epochs * passes;
        return $"{text}{CostsOf(space)}. Training takes {(mayEndEarly ? "at most" : "about")} {Show.Amount(macs)} multiply-accumulates.";
    }

    private static int? TrialsOf(SearchSpec spec, CandidateSpace space)
    {
        var planned = StrategyCatalog.Create(spec, () => space).Planned;
        return spec.Budget?.Trials is { } most ? Math.Min(most, planned ?? most) : planned;
    }

    private static string CostsOf(CandidateSpace space) => space.Costs is not { } costs ? "" :
        $"; networks from {Show.Amount(costs.Least.Macs)} to {Show.Amount(costs.Most.Macs)} MACs and up "
        + $"to {Show.Amount(costs.Most.Parameters)} parameters";

    private static string InBrackets(params IEnumerable<string> notes) =>
        string.Join("; ", notes.Where(note => note is not "")) is { Length: > 0 } told ? $" ({told})" : "";
}
