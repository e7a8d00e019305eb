using System.Collections.Immutable;
using System.Globalization;

namespace Paretune.Dashboard.Compare;

/// <summary>Warnings, one sentence each, on what makes a comparison of accuracies misleading.</summary>
internal static class CompareWarnings
{
    public static ImmutableArray<string> Create(IReadOnlyCollection<Compared> all)
    {
        if (all.Count < 2)
            return [];
        var warnings = ImmutableArray.CreateBuilder<string>();
        string[] datasets = [.. all.Select(one => one.Dataset.Name).Distinct()];
        if (datasets.Length > 1)
            warnings.Add($"The datasets differ ({string.Join(", ", datasets)}), so accuracies cannot be compared.");
        foreach (var dataset in all.GroupBy(one => one.Dataset.Name).Where(ContentDiffers))
            warnings.Add(
                $"The images of {dataset.Key} differ, because it was reimported between these searches; accuracies cannot be compared.");
        if (Differ(all.Select(one => one.Epochs)) is { } epochs)
            warnings.Add($"The numbers of epochs differ ({epochs}): longer training usually reaches a higher accuracy.");
        if (all.Select(one => one.Spec.TrainImages).Distinct().Count() > 1)
            warnings.Add(
                $"The numbers of training images differ ({Images(all)}): more images usually give a higher accuracy.");
        return warnings.ToImmutable();
    }

    /// <summary>"1,000", or "all" if a search sets no limit.</summary>
    public static string Images(SearchSpec spec) => spec.TrainImages?.ToString("N0", CultureInfo.InvariantCulture) ?? "all";

    private static string Images(IEnumerable<Compared> all) =>
        string.Join(", ", all.OrderBy(one => one.Spec.TrainImages ?? int.MaxValue).Select(one => Images(one.Spec)).Distinct());

    // Datasets from before content digests are ignored.
    private static bool ContentDiffers(IEnumerable<Compared> same) =>
        same.Select(one => one.Dataset.Content).OfType<string>().Distinct().Count() > 1;

    private static string? Differ(IEnumerable<int> numbers)
    {
        int[] all = [.. numbers.Distinct().Order()];
        return all.Length < 2 ? null : string.Join(", ", all);
    }
}

/// <summary>The settings that determine whether two trainings are comparable.</summary>
/// <param name="Epochs">The epochs that the trial is trained for.</param>
internal readonly record struct Compared(Dataset Dataset, SearchSpec Spec, int Epochs)
{
    public static Compared From(ComparedTrial trial) => new(
        trial.Dataset, trial.Search.Spec,
        trial.Detail.Trial.EpochsPlanned > 0 ? trial.Detail.Trial.EpochsPlanned : trial.Search.Spec.Epochs);

    public static Compared From(SearchView search, Dataset dataset) => new(dataset, search.Spec, search.Spec.Epochs);
}
