using System.Collections.Immutable;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>Reads a space and checks each value alone: against its declaration, the images and the networks.</summary>
/// <param name="networks">The networks that the search tries; a value that none of them supports is an error.</param>
/// <param name="baseResolution">Pixels at ρ = 1; null if not known.</param>
/// <param name="dataset">The dataset to train on; null if not known.</param>
/// <param name="trainer">The custom trainer that replaces networks; null if networks are trained.</param>
/// <param name="preset">The recipe preset whose values fill in what the space leaves out.</param>
internal sealed class SpaceReader(
    ImmutableArray<string> networks, int? baseResolution, Dataset? dataset, NamedTrainer? trainer, string preset)
{
    private readonly ImmutableArray<NetworkDesign> _designs = trainer is null ? [.. networks.Select(NetworkCatalog.DesignOf)] : [];

    /// <summary>The keys of every space. A custom trainer's hyperparameters are in an object of their own.</summary>
    public static ImmutableArray<string> Keys { get; } = [.. HyperparameterNames.Common, .. HyperparameterNames.Recipe];

    private static readonly int MinBatchSize = (int)Hyperparameters.Find(HyperparameterNames.BatchSize)!.Min!.Value;

    private int? TrainingSplit => dataset is null ? null : ValidationSplit.Compute(dataset, null).Training;

    private string Kept => dataset!.ValidationImages > 0
        ? $"(its {dataset.ValidationImages} validation images are separate)"
        : $"({ValidationSplit.Compute(dataset, null).Validation} of its {dataset.TrainImages} are kept for validation)";

    /// <param name="space">The <c>space</c> object.</param>
    /// <param name="batchSize">The top-level key <c>batchSize</c>, short for <c>space.batchSize</c>.</param>
    public Subspace Read(Fields space, Field batchSize)
    {
        if (batchSize.IsGiven && space[HyperparameterNames.BatchSize].IsGiven)
            batchSize.AddError("must be given once, but space.batchSize is also given; remove one");
        return new()
        {
            Domains = Hyperparameters.Common.ToImmutableSortedDictionary(
                one => one.Name,
                one => Domain(one.Name == HyperparameterNames.BatchSize && batchSize.IsGiven ? batchSize : space[one.Name], one),
                StringComparer.Ordinal).AddRange(new RecipeReader(trainer, dataset, preset).Read(space)),
            Declared = Declared(space[HyperparameterNames.Declared]),
        };
    }

    /// <summary>Reports a dataset that leaves too few images to train on, which is an error apart from any value.</summary>
    public void Check(Field datasetField)
    {
        if (TrainingSplit < MinBatchSize)
            datasetField.AddError($"must leave at least {MinBatchSize} images for training after a tenth is kept for validation, "
                + $"but {dataset!.Name} leaves {TrainingSplit} of {dataset.TrainImages}; import more images");
    }

    private Domain Domain(Field field, Hyperparameter one) =>
        RangeReader.Domain(field, one, value => Value(value, one)) ?? Paretune.Domain.List(DefaultOf(one));

    // The default batch size is capped, so that a small dataset causes no error about a value the user did not give.
    private HyperparameterValue DefaultOf(Hyperparameter one) =>
        one.Name == HyperparameterNames.BatchSize && TrainingSplit is { } images && images < one.Default.Number
            ? Math.Max(images, MinBatchSize) : RecipePresets.ValueOf(preset, one.Name) ?? one.Default;

    private HyperparameterValue? Value(Field field, Hyperparameter one)
    {
        if (field.Number(one.Allows, one.Rule()) is not { } number)
            return null;
        return WhyNot(one.Name, number) is { } error ? Refuse(field, error) : number;
    }

    private static HyperparameterValue? Refuse(Field field, string error)
    {
        field.AddError(error);
        return null;
    }

    /// <summary>Returns why the images or the networks rule out a value that its declaration allows; null if they do not.</summary>
    private string? WhyNot(string name, double value) => name switch
    {
        HyperparameterNames.Dilation when value != 1 && !_designs.Any(design => design.Takes((int)value)) => Lacks(Lack.Dilation, value),
        HyperparameterNames.Width when value != 1 && !_designs.Any(design => design.Takes(value)) => Lacks(Lack.Width, value),
        HyperparameterNames.Resolution when trainer is not null && value != 1 => Lacks(new("does not support ρ < 1", ""), value),
        HyperparameterNames.Resolution when trainer is null => TooSmall(value),
        HyperparameterNames.BatchSize when value > TrainingSplit =>
            $"must be at most the {TrainingSplit} training images of {dataset!.Name} "
            + $"{Kept}, but is {value}; use a smaller batch",
        _ => null,
    };

    private string Lacks(Lack lack, double value) =>
        FormattableString.Invariant($"must be 1, because {Networks} {lack.Said}, but is {value}");

    private string? TooSmall(double resolution)
    {
        if (baseResolution is not { } pixels)
            return null;
        var input = Scaling.Scale(pixels, resolution);
        var least = _designs.Min(design => design.LeastInput);
        if (input >= least)
            return null;
        var got = FormattableString.Invariant($"round({resolution} · {pixels}) is {input}");
        var asked = least == NetworkDesign.UsualLeastInput ? "" : $" for {string.Join(", ", networks)}";
        return $"round(resolution · baseResolution) must be at least {least} pixels{asked}, but {got}; raise one of the two";
    }

    private string Networks =>
        trainer is not null ? $"trainer {trainer.Name}"
        : networks is [var only] ? only
        : $"each of {string.Join(", ", networks)}";

    /// <summary>Returns a custom trainer's domains: null if no trainer is named, empty if its declaration is not known.</summary>
    private ImmutableSortedDictionary<string, Domain>? Declared(Field field)
    {
        if (trainer is null && field.IsGiven)
            field.AddError("applies only to custom trainers; name one under trainer, or remove it");
        if (trainer is null)
            return null;
        if (trainer.IsExternal)
            return ProgramSpaceReader.Read(field);
        if (trainer.Declaration is not { } declared)
            return ImmutableSortedDictionary<string, Domain>.Empty;
        var own = field.Object([.. declared.Hyperparameters.Select(one => one.Name)]);
        return declared.Hyperparameters.ToImmutableSortedDictionary(
            one => one.Name,
            one => RangeReader.Domain(own[one.Name], one, value => DeclaredValue.Read(value, one)) ?? Paretune.Domain.List(one.Default),
            StringComparer.Ordinal);
    }
}
