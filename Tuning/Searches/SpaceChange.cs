using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Searches;

/// <summary>Extends the space of a search that has started.</summary>
internal static class SpaceChange
{
    /// <summary>The version of the decisions behind a <see cref="SpaceExtended"/>.</summary>
    public const int Version = 1;

    public static void Extend(UnitOfWork draft, Space space, ImmutableArray<string> networks)
    {
        var record = draft.Record;
        Guard(record);
        var extension = record.Extension(space, networks);
        if (extension.Missing is [var missing, ..])
            throw new InvalidOperationException(
                $"space: must contain everything that search {record.Id} already covers, but {missing.Network} "
                + $"{Formatter.Configuration(missing.Configuration)} "
                + (extension.Missing.Length == 1 ? "" : $"and {extension.Missing.Length - 1} more ")
                + "would be missing, because a value was removed or changed; keep the existing values and add to them");
        if (extension.Added.IsEmpty)
        {
            string[] why = [extension.Whole.Merged, extension.Whole.Excluded];
            throw new InvalidOperationException(string.Join("; ", [
                $"space: must add configurations to search {record.Id}, but adds none",
                .. why.Where(line => line.Length > 0)]));
        }

        draft.Add(new SpaceExtended(space, networks, extension.Whole.Excluded, Version));
        draft.Add(SearchLifecycle.Counted(record.Strategy!, extension.Whole));
        if (record.Ended)
            draft.Add(new SearchStateChanged(SearchState.Running, ""));
    }

    /// <summary>Why the space of a search can never be extended; null if it can.</summary>
    public static string? WhyNever(SearchRecord record) =>
        record.Started!.Rules == SearchRules.TrialsFirst ? "it was started by version 0.1, which added all trials at once"
        : record.Manual is not null ? "its trials are added by the user and checked against the space it was submitted with"
        : record.Counted?.Count is null ? "its configurations are drawn from a range without steps, so there is no list to extend"
        : record.Spec.Strategy.Whole(StrategyCatalog.SamplesName) is { } samples
            ? $"its {samples} samples were drawn from the whole space when it was submitted"
        : record.Spec.Budget?.Trials is { } trials ? $"its {trials} trials were drawn from the whole space when it was submitted"
        : null;

    private static void Guard(SearchRecord record)
    {
        if (record.State == SearchState.Cancelled)
            throw new InvalidOperationException($"search {record.Id} was cancelled, so its space cannot be extended");
        if (WhyNever(record) is { } why)
            throw new InvalidOperationException(
                $"the space of search {record.Id} cannot be extended, because {why}; submit another search with the larger space");
        if (record.BudgetUsage!.Spent is { } spent)
            throw new InvalidOperationException(
                $"the space of search {record.Id} cannot be extended, because {spent}; raise the limit first: "
                + $"paretune search extend {record.Id} --budget-… NEW_LIMIT");
    }
}
