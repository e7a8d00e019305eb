using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Paretune.Tuning.Paper;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Reproduction;

/// <summary>The conditions of a report's measurements.</summary>
internal static class Conditions
{
    private const string PaperTiny = "tiny-imagenet";
    private const int PaperTinyClasses = 200;

    /// <summary>Returns the conditions of the whole report.</summary>
    /// <param name="devices">The names of the devices that trained.</param>
    public static ReportSection OfRun(string command, DateTimeOffset at, int seeds, IReadOnlyCollection<string> devices, Scale scale) =>
        ReportSection.From(
        "Conditions",
        [
            $"`{command}`, {at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}; "
            + $"Paretune {Version}, {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}"
                + $"{(devices.Count == 0 ? "" : $"; trained on {string.Join(", ", devices)}")}.",
            scale.IsChanged
                ? "Scaled down: the search files under reproduce/ have the paper's size; changed in "
                    + $"them: {string.Join(", ", scale.Changes.Select(change => $"{change.Flag.Path} {change.Value}"))}. "
                    + "Every resulting value is marked with *: it shows that the experiment runs and what it gives at that size, "
                    + "but does not reproduce the paper."
                : "",
            devices.Count == 0
                ? ""
                : $"{Spread(seeds)} The seed determines the split, the weights, the order and the augmentation. Accuracy is on the "
                + "validation images, a tenth of those used, "
                + "at the epoch with the lowest validation loss. The test images are only for the front of a search, so most rows have no "
                + "test accuracy; the paper's figures are test accuracies. "
                + "s/epoch is the mean training time of an epoch, without validation.",
        ],
        []);

    private static string Spread(int seeds) => seeds == 1
        ? "Each value is from one seed, so its spread is unknown."
        : $"Each value is the mean over {seeds} seeds ± half of its 95 % confidence interval (Student's t, {seeds - 1} degrees of "
            + "freedom).";

    /// <summary>Describes the conditions of one section's searches.</summary>
    public static IEnumerable<string> Describe(ImmutableArray<MeasuredSearch> searches, MeasuredResults ours)
    {
        foreach (var file in searches.GroupBy(search => search.File))
            yield return Describe(file.Key, [.. file], ours);
        if (searches[0].View.Spec.Dataset is var dataset && PaperResults.IsOn(PaperTiny, dataset))
            yield return Tiny(searches[0].Dataset);
    }

    private static string Describe(string file, ImmutableArray<MeasuredSearch> searches, MeasuredResults ours)
    {
        var (spec, dataset) = (searches[0].View.Spec, searches[0].Dataset);
        var used = spec.TrainImages ?? dataset.TrainImages;
        var images = used < dataset.TrainImages
            ? $"{Count(used)} of the {Count(dataset.TrainImages)}" : $"all {Count(dataset.TrainImages)}";
        var time = TimeSpan.FromSeconds(searches.Sum(search => search.Training.TotalSeconds));
        var validation = ValidationSplit.Compute(dataset, spec.TrainImages).Validation;
        return $"reproduce/{file}.yaml{ours.InWords}: {dataset.Name}, {images} training images, {Count(validation)} "
            + $"{(dataset.ValidationImages > 0 ? "more" : "of them")} for validation, {dataset.Classes.Length} classes, so chance "
            + $"is {Formatter.Percent(1.0 / dataset.Classes.Length)}; {CountText.Format(spec.Epochs, "epoch")}, "
            + $"{spec.BaseResolution} pixels at ρ = 1, "
            + $"batch {List(spec.Space["batchSize"])}, learning rate {List(spec.Space["learningRate"])}, "
            + $"{Recipe(spec.Space.First)}; "
            + $"trials: {searches.Sum(search => search.Trials.Length)}, seeds: {searches.Length}, training time "
            + $"{Formatter.Duration(time)}. {Asked(file, ours)}".TrimEnd();
    }

    private static string Asked(string file, MeasuredResults ours)
    {
        if (ours.Mark.Length == 0)
            return "";
        var asked = SearchFiles.Read(file).Check(datasets: null, trainers: null).Spec!;
        return $"The file asks for all images of {asked.Dataset}, {CountText.Format(asked.Epochs, "epoch")}, {asked.BaseResolution} pixels "
            + $"and batch {List(asked.Space["batchSize"])}.";
    }

    private static string Recipe(Subspace space) => string.Join(", ",
        RecipeOf(space).Select(column => $"{column.Title} {List(space[column.Key])}"));

    // Momentum is shown with the optimizer sgd.
    private static IEnumerable<HyperparameterColumn> RecipeOf(Subspace space) => HyperparameterColumn.Recipe.Where(
        column => space.Domains.ContainsKey(column.Key) && column.Key != HyperparameterNames.Momentum);

    private static string List(Domain domain) => string.Join(", ", domain.Values.Select(Formatter.Value));

    private static string Tiny(Dataset dataset) =>
        "The paper gives 81.73 to 85.01 % here. Public results of training from scratch on Tiny ImageNet are near 60 % top-1, so its "
        + "figures are shown but not compared. "
        + (dataset.Classes.Length == PaperTinyClasses
            ? ""
            : $"The dataset used here has {dataset.Classes.Length} of its {PaperTinyClasses} classes and {Count(dataset.TrainImages)} "
                + "training images, which is a different task, so its accuracies can be compared with neither. ")
        + "Top-5 is from the same epoch, for comparison with other publications.";

    private static string Count(int images) => images.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Version =>
        typeof(Conditions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown version";
}
