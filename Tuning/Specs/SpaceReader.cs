using System.Collections.Immutable;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Specs;

/// <summary>Reads the lists of a space, each value checked alone, against what the images allow and against what the networks have.</summary>
/// <param name="networks">Those that are tried: a value is refused where none of them has it.</param>
/// <param name="baseResolution">Pixels at ρ = 1, null while not known.</param>
/// <param name="dataset">What is trained on, null while not known.</param>
/// <param name="trainer">Trains instead of networks; null where networks are trained.</param>
internal sealed class SpaceReader(ImmutableArray<string> networks, int? baseResolution, Dataset? dataset, NamedTrainer? trainer = null)
{
    private const int DefaultBatchSize = 128;

    // Batch norm takes a variance over the images of a batch, and one image has none.
    private const int MinBatchSize = 2, MaxBatchSize = 65_536;

    // Taps 199 pixels apart; beyond any input they would all lie on the padding.
    private const int MaxDilation = 100;

    private readonly ImmutableArray<NetworkDesign> designs = trainer is null ? [.. networks.Select(NetworkCatalog.DesignOf)] : [];

    /// <summary>What every search has. A trainer's own stand beside them, in an object.</summary>
    public static ImmutableArray<string> Keys { get; } = ["dilation", "width", "resolution", "learningRate", "weightDecay", "batchSize"];

    private const string OwnKey = "hyperparameters";

    private int? TrainingSplit => dataset is null ? null : ValidationSplit.Training(dataset.TrainImages);

    public Space Read(Fields root)
    {
        var space = root["space"].Object([.. Keys, OwnKey]);
        if (TrainingSplit < MinBatchSize)
            root["dataset"].Fault($"must leave at least {MinBatchSize} images to train on beside the tenth kept for validation, "
                + $"but {dataset!.Name} leaves {TrainingSplit} of {dataset.TrainImages}; import more images");
        return new()
        {
            Dilation = space["dilation"].List(Dilation) ?? [1],
            Width = space["width"].List(Width) ?? [1],
            Resolution = space["resolution"].List(Resolution) ?? [1],
            LearningRate = space["learningRate"].List(field => field.Number(rate => rate > 0, "a number above 0")) ?? [0.001],
            WeightDecay = space["weightDecay"].List(field => field.Number(decay => decay >= 0, "a number of at least 0")) ?? [0],
            BatchSize = BatchSizes(root["batchSize"], space["batchSize"]),
            Hyperparameters = Own(space[OwnKey]),
        };
    }

    private int? Dilation(Field field)
    {
        var dilation = field.Whole(1, MaxDilation);
        if (dilation is not { } rate || rate == 1 || designs.Any(design => design.Takes(rate)))
            return dilation;
        field.Fault($"must be 1, because {Networks} {Lack.Dilation.Said}, but is {rate}");
        return null;
    }

    private double? Width(Field field)
    {
        var width = Multiplier(field);
        if (width is not { } multiplier || multiplier == 1 || designs.Any(design => design.Takes(multiplier)))
            return width;
        field.Fault(FormattableString.Invariant($"must be 1, because {Networks} {Lack.Width.Said}, but is {multiplier}"));
        return null;
    }

    private string Networks =>
        trainer is not null ? $"trainer {trainer.Name}"
        : networks is [var only] ? only
        : $"each of {string.Join(", ", networks)}";

    /// <summary>Null where no trainer is named, and empty while what it declares is not known.</summary>
    private ImmutableSortedDictionary<string, ImmutableArray<HyperparameterValue>>? Own(Field field)
    {
        if (trainer is null && field.IsGiven)
            field.Fault("is for trainers of your own; name one under trainer, or remove it");
        if (trainer is null)
            return null;
        if (trainer.Declaration is not { } declared)
            return ImmutableSortedDictionary<string, ImmutableArray<HyperparameterValue>>.Empty;
        var own = field.Object([.. declared.Hyperparameters.Select(one => one.Name)]);
        return declared.Hyperparameters.ToImmutableSortedDictionary(
            one => one.Name, one => own[one.Name].List(value => Value(value, one)) ?? [one.Default], StringComparer.Ordinal);
    }

    private static HyperparameterValue? Value(Field field, Hyperparameter rule)
    {
        if (rule.Kind != HyperparameterKind.Choice)
        {
            var (whole, min, max) = (rule.Kind == HyperparameterKind.Whole, rule.Min!.Value, rule.Max!.Value);
            var allowed = TrainerReader.RuleOf(whole, min, max);
            return field.Number(number => TrainerReader.IsWithin(number, whole, min, max), allowed) is { } number ? number : null;
        }

        if (field.Text() is not { } word)
            return null;
        if (rule.Values.Contains(word))
            return word;
        field.Fault(Spelling.Unknown(rule.Name, word, rule.Values));
        return null;
    }

    private static double? Multiplier(Field field) =>
        field.Number(multiplier => multiplier is > 0 and <= 1, "a number above 0 and at most 1");

    private double? Resolution(Field field)
    {
        if (Multiplier(field) is not { } resolution)
            return null;
        if (trainer is not null && resolution != 1)
            field.Fault(FormattableString.Invariant($"must be 1, because {Networks} has no resolution multiplier, but is {resolution}"));
        if (trainer is not null)
            return resolution;
        if (baseResolution is not { } pixels)
            return resolution;
        var input = Scaling.Scale(pixels, resolution);
        var least = designs.Min(design => design.LeastInput);
        if (input >= least)
            return resolution;
        var got = FormattableString.Invariant($"round({resolution} · {pixels}) is {input}");
        var asked = least == NetworkDesign.UsualLeastInput ? "" : $" for {string.Join(", ", networks)}";
        field.Fault($"round(resolution · baseResolution) must be at least {least} pixels{asked}, but {got}; raise one of the two");
        return null;
    }

    private ImmutableArray<int> BatchSizes(Field single, Field list)
    {
        if (single.IsGiven && list.IsGiven)
            single.Fault("must be given once, but space.batchSize is there too; remove one");
        var values = single.IsGiven ? single.List(BatchSize) : list.List(BatchSize);

        // A default must not be a fault on a small data set.
        return values ?? [Math.Clamp(TrainingSplit ?? DefaultBatchSize, MinBatchSize, DefaultBatchSize)];
    }

    private int? BatchSize(Field field)
    {
        var size = field.Whole(MinBatchSize, MaxBatchSize);
        if (!(size > TrainingSplit))
            return size;
        field.Fault($"must be at most the {TrainingSplit} training images of {dataset!.Name} "
            + $"(a tenth of its {dataset.TrainImages} is kept for validation), but is {size}; take a smaller batch");
        return null;
    }
}
