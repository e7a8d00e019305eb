using System.Collections.Immutable;

namespace Paretune.Tuning.Specs;

/// <summary>What a dataset decides for a search, and what to know of its images before trusting a metric.</summary>
public static class DatasetNotes
{
    /// <summary>A sentence each; the same before a search is submitted and afterwards.</summary>
    public static ImmutableArray<string> Of(SearchSpec spec, Dataset dataset) =>
        [.. new[] { Augmentation(spec, dataset), Rare(dataset) }.OfType<string>()];

    private static string? Augmentation(SearchSpec spec, Dataset dataset) =>
        dataset.Augmentation is { } own && spec.Space.Parts.Any(part => part.Domains.GetValueOrDefault(HyperparameterNames.Augmentation)
            is { Values: [{ Word: var word }] } && word == own)
            ? $"Augmentation {own}, the default of dataset {dataset.Name}." : null;

    private static string? Rare(Dataset dataset) => dataset.Balance is { Rare: > 0 } balance
        ? $"{balance.Rare} of {dataset.Classes.Length} classes {(balance.Rare == 1 ? "has" : "have")} fewer than "
            + $"{ClassBalance.FewImages} images to train with (\"{balance.Rarest}\" {balance.Fewest}), so metrics for "
            + $"{(balance.Rare == 1 ? "it" : "them")} say little."
        : null;
}
