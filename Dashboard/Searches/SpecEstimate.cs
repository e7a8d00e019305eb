using System.Collections.Immutable;
using Paretune.Dashboard.Submission;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Rates;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Searches;

/// <summary>An estimate of a search before it is submitted.</summary>
/// <param name="Text">The whole estimate in sentences.</param>
/// <param name="Trials">The number of trials; null if configurations are drawn until the budget is spent.</param>
/// <param name="Skipped">How many configurations are not tried, and why; empty if all are.</param>
/// <param name="MayEndEarly">Whether <paramref name="Macs"/> is only an upper bound.</param>
/// <param name="Macs">Multiply-accumulates of training; null if not known.</param>
public sealed record SpecEstimate(string Text, int? Trials, string Skipped, bool MayEndEarly, double? Macs)
{
    /// <summary>The costs of the space's configurations, and whether the limits allow them; empty if not known.</summary>
    public IReadOnlyList<(long Macs, long Count, bool IsTrained)> Costs { get; private init; } = [];

    /// <summary>Shown instead of the number of trials if that is not known.</summary>
    public string Until { get; private init; } = "until the budget is spent";

    public static SpecEstimate From(SearchSpec spec, Dataset dataset)
    {
        var training = OfTraining(spec, dataset);
        return training with { Text = string.Join(' ', [training.Text, .. RatesOf(spec), .. DatasetNotes.Create(spec, dataset)]) };
    }

    /// <summary>Returns the duration on this many devices; null if it cannot be estimated.</summary>
    public TimeSpan? Takes(MeasuredSpeed speed, int devices) =>
        Macs is { } macs && devices > 0
            ? TimeSpan.FromSeconds(Math.Min(macs / speed.MacsPerSecond / Math.Min(devices, Trials ?? devices), 1e9)) : null;

    private static IEnumerable<string> RatesOf(SearchSpec spec) =>
        MeasuredRates.Text(spec) is { Length: > 0 } rates ? [$"{char.ToUpperInvariant(rates[0])}{rates[1..]}."] : [];

    private static SpecEstimate OfTraining(SearchSpec spec, Dataset dataset)
    {
        var space = CandidateSpace.Count(spec, NetworkEnds.From(dataset));
        var skipped = string.Join("; ", new[] { space.Excluded, space.Merged }.Where(note => note is not ""));
        if (space.IsEmpty)
            return new($"No configuration is left to train ({space.Excluded}).", 0, skipped, false, null)
            {
                Costs = CostsOf(spec, dataset),
            };
        if (spec.Strategy.Kind == StrategyCatalog.Manual)
            return new($"Trials are added while the search runs{CostsOf(space)}.", null, skipped, true, null)
            {
                Costs = CostsOf(spec, dataset),
                Until = "as many as you add",
            };
        if (TrialsOf(spec, space) is not { } trials)
            return new($"Configurations are drawn until the budget is spent{CostsOf(space)}.", null, skipped, true, null)
            {
                Costs = CostsOf(spec, dataset),
            };
        var mayEndEarly = StrategyCatalog.Find(spec.Strategy.Kind)!.StopsEarly || spec.Budget is not null;
        var epochs = Math.Min((long)trials * spec.Epochs, spec.Budget?.Epochs ?? long.MaxValue);
        var text = $"{trials} {(trials == 1 ? "configuration" : "configurations")}{(skipped is "" ? "" : $" ({skipped})")}, "
            + $"{(mayEndEarly ? "at most " : "")}{epochs} epochs";
        if (spec.Trainer is { } trainer)
            return new(
                $"{text} of trainer {trainer}; the costs of its models are known only when it builds them.", trials, skipped, mayEndEarly,
                null);
        var macs = space.Costs!.MeanMacs * epochs * MeasuredSpeed.ImagesOf(spec, dataset);
        return new(
            $"{text}{CostsOf(space)}. Training takes {(mayEndEarly ? "at most" : "about")} {Formatter.Amount(macs)} multiply-accumulates.",
            trials, skipped, mayEndEarly, macs)
        {
            Costs = CostsOf(spec, dataset),
        };
    }

    private static int? TrialsOf(SearchSpec spec, CandidateSpace space)
    {
        var planned = StrategyCatalog.Create(spec, () => space).Planned;
        return spec.Budget?.Trials is { } most ? Math.Min(most, planned ?? most) : planned;
    }

    private static IReadOnlyList<(long Macs, long Count, bool IsTrained)> CostsOf(SearchSpec spec, Dataset dataset)
    {
        if (spec.Trainer is not null)
            return [];
        var limits = MetricLimit.From(spec.Limits, spec).Where(limit => limit.Metric.Known == MetricTime.BeforeTraining).ToImmutableArray();
        return [
            .. CandidateSpace.CostsBeforeLimits(spec, NetworkEnds.From(dataset))
                .Select(one => (one.Cost.Macs, one.Count, !limits.Any(limit => limit.Excludes(one.Cost))))];
    }

    private static string CostsOf(CandidateSpace space) => space.Costs is not { } costs ? "" :
        $"; networks from {Formatter.Amount(costs.Least.Macs)} to {Formatter.Amount(costs.Most.Macs)} MACs and up "
        + $"to {Formatter.Amount(costs.Most.Parameters)} parameters";
}
