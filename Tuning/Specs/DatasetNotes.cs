using System.Collections.Immutable;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Spaces;
using Paretune.Tuning.Strategies;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Notes on what a dataset or a range determines for a search, and what to know about its images before trusting a metric.
/// </summary>
public static class DatasetNotes
{
    // A rule of thumb: on 200 to 300 images of shapes, dilated-separable stayed at chance (10 %) after 24 to 36 steps in batches of 128,
    // and reached 85 % after 144 to 204 steps in batches of 16.
    private const int FewSteps = 100;

    /// <summary>One sentence each; the same before and after a search is submitted.</summary>
    public static ImmutableArray<string> Create(SearchSpec spec, Dataset dataset) =>
        [.. new[] { Draws(spec), Augmentation(spec, dataset), Steps(spec, dataset), Rare(dataset) }.Concat(Short(spec)).OfType<string>()];

    private static string? Steps(SearchSpec spec, Dataset dataset)
    {
        if (spec.Trainer is not null)
            return null;
        double[] sizes = [
            .. spec.Space.Parts.Select(part => part[HyperparameterNames.BatchSize]).SelectMany(
                size => new Axis(HyperparameterNames.BatchSize, size).Values is { } values
                    ? values.Select(value => value.Number) : [size.Range!.From, size.Range.To])];
        var batch = (int)sizes.Max();
        var images = ValidationSplit.Compute(dataset, spec.TrainImages).Training;
        // A last batch of one image is skipped.
        var steps = (images / batch + (images % batch > 1 ? 1 : 0)) * (long)spec.Epochs;
        return steps < FewSteps
            ? $"With batchSize {batch}{(sizes.Min() < batch ? ", the largest" : "")}, trials make {steps} training "
                + $"step{(steps == 1 ? "" : "s")} ({images} images, {spec.Epochs} epoch{(spec.Epochs == 1 ? "" : "s")}). "
                + $"Networks learn little in fewer than {FewSteps}: choose a smaller batchSize or more epochs."
            : null;
    }

    /// <summary>A range whose steps do not reach its end exactly is tried without the end.</summary>
    private static IEnumerable<string> Short(SearchSpec spec) => (
        from part in spec.Space.Parts
        from one in part.All
        where one.Value.Range is { Step: not null } or { Scale: RangeScale.Log2 }
        let values = new Axis(one.Key, one.Value).Values ?? []
        where values.Length > 0 && values[^1].Number < one.Value.Range!.To
        select $"space.{one.Key} ends at {Formatter.Value(values[^1])}: its next step would exceed "
            + $"{Formatter.Value(one.Value.Range!.To)}.")
        .Distinct();

    private static string? Draws(SearchSpec spec) =>
        spec.Strategy.Kind == StrategyCatalog.Random && spec.Strategy.Whole(StrategyCatalog.SamplesName) == StrategyReader.Draws
        && SpecChecks.Endless(spec.Space) is { } endless
            ? $"{StrategyReader.Draws} configurations are drawn at random; a grid is not possible, because space.{endless} has no "
                + "steps. Set samples, a strategy or a budget to change that."
            : null;

    private static string? Augmentation(SearchSpec spec, Dataset dataset) =>
        dataset.Augmentation is { } own && spec.Space.Parts.Any(part => part.Domains.GetValueOrDefault(HyperparameterNames.Augmentation)
            is { Values: [{ Word: var word }] } && word == own)
            ? $"Augmentation {own}, the default of dataset {dataset.Name}." : null;

    private static string? Rare(Dataset dataset) => dataset.Balance is { Rare: > 0 } balance
        ? $"{balance.Rare} of {dataset.Classes.Length} classes {(balance.Rare == 1 ? "has" : "have")} fewer than "
            + $"{ClassBalance.FewImages} images to train with (\"{balance.Rarest}\" {balance.Fewest}), so metrics for "
            + $"{(balance.Rare == 1 ? "it" : "them")} are not reliable."
        : null;
}
