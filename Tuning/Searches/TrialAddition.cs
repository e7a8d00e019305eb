using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Metrics;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>How users add trials to a search that proposes none itself.</summary>
internal static class TrialAddition
{
    /// <summary>
    /// Adds each configuration that no trial has and that the limits allow. A repeated request therefore adds nothing and gets the same
    /// answer, except for which trials are new.
    /// </summary>
    /// <exception cref="InvalidOperationException">The search does not accept trials; the message says why and what to do.</exception>
    public static AddedTrials Add(UnitOfWork draft, ImmutableArray<GivenTrial> given)
    {
        var record = draft.Record;
        var manual = record.Manual ?? throw new InvalidOperationException(
            $"trials can be added only to a search with strategy: {StrategyCatalog.Manual}, but the strategy of search {record.Id} is "
            + $"{record.Spec.Strategy.Kind}, which chooses its trials itself; submit another search with strategy: "
            + StrategyCatalog.Manual);
        if (WhyClosed(record) is { } closed && !given.Any(one => manual.NumberOf(one) is not null))
            throw new InvalidOperationException(closed);
        return new([.. given.Select(one => Add(draft, manual, one))]);
    }

    private static AddedTrial Add(UnitOfWork draft, ManualStrategy manual, GivenTrial given)
    {
        var record = draft.Record;
        if (manual.NumberOf(given) is { } known)
            return new(known, IsNew: false, Skipped: null);
        var shape = ShapeOf(record, given);
        if ((WhyNot(record, given, shape) ?? WhyClosed(record)) is { } why)
            return new(null, IsNew: false, why);
        var number = manual.NextNumber;
        draft.Add(new TrialAdded(number, given.Configuration, shape.Cost, given.Network) { ByUser = true });
        return new(number, IsNew: true, Skipped: null);
    }

    // The worker counts what a custom trainer builds and checks it against the limits.
    private static Shape ShapeOf(SearchRecord record, GivenTrial given)
    {
        var (spec, one) = (record.Spec, given.Configuration);
        return spec.Trainer is not null ? Shape.Unknown
            : Shape.Count(
                given.Network, one.Dilation, one.Width, one.Resolution, spec.BaseResolution, NetworkEnds.From(record.Started!.Dataset));
    }

    private static string? WhyNot(SearchRecord record, GivenTrial given, Shape shape) =>
        shape.Lack is { } lack ? $"not trained: {given.Network} {lack.Said}"
        : record.Spec.Trainer is null ? ModelLimits.WhyOver(record.Spec.Limits, MetricTable.From(record.Spec), shape.Cost)
            ?? LatencyPrediction.WhyOver(record, given.Network, shape.Cost, silo: null)
        : null;

    private static string? WhyClosed(SearchRecord record) =>
        record.IsOpen ? null
        : record.Ended ? $"search {record.Id} is {StateWords.Format(record.State)}; a search that has ended takes no more trials"
        : record.IsFinishing ? $"search {record.Id} takes no more trials, because the user finished it"
        : $"search {record.Id} takes no more trials, because "
            + (record.BudgetUsage!.Spent ?? $"the budget of {record.Spec.Budget?.Trials} trials is spent");
}
