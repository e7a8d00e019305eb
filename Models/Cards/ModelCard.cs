using System.Globalization;
using System.Text;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Rates;

namespace Paretune.Models.Cards;

/// <summary>The model card, as Markdown.</summary>
public static class ModelCard
{
    // Wider tables are unreadable; the most frequent confusions are listed instead.
    private const int MostMatrixClasses = 20, MostPairs = 20;

    // The rows are sorted by accuracy; the least accurate classes are the most informative.
    private const int MostClassRows = 200;

    // With fewer images per class, one image changes the class's accuracy by more than ten points.
    private const int FewImages = 10;

    private const string OwnValidation = "(the dataset's validation images)",
        DrawnValidation = "of the training images (a tenth, drawn by the seed, every class in proportion)";

    private const string SumsOfHalves = "because their sums may exceed 65,504, the largest fp16 value",
        Rounding = "because rounding them changed predictions on the calibration images";

    public static string Format(ModelCardContent facts)
    {
        var card = new StringBuilder();
        Head(card, facts);
        Data(card, facts);
        Accuracy(card, facts);
        Files(card, facts);
        Classes(card, facts);
        Confusion(card, facts);
        card.Append(Loading.Format(facts.Model));
        return card.ToString();
    }

    private static void Head(StringBuilder card, ModelCardContent facts)
    {
        var (model, one) = (facts.Model, facts.Model.Configuration);
        card.Line($"# {model.Network} for {model.Dataset}");
        card.Line($"Trial {model.Trial}, by Paretune {Onnx.ModelFacts.Version}.");
        card.Line();
        card.Line($"| | |");
        card.Line($"| --- | --- |");
        card.Line($"| network | {model.Network}, δ {one.Dilation}, α {one.Width}, ρ {one.Resolution} |");
        card.Line(
            $"| input | {model.Colours}, {model.InputSize}×{model.InputSize}, float32 [images, {model.Channels}, ",
            $"{model.InputSize}, {model.InputSize}], (pixel − mean) / std of pixels from 0 to 255 |");
        card.Line($"| mean; std | {Figures(model.Mean)}; {Figures(model.Deviation)} |");
        card.Line($"| output | logits of {model.Classes.Length} classes; softmax makes them probabilities |");
        card.Line($"| parameters; MACs per image | {facts.Cost.Parameters:N0}; {facts.Cost.Macs:N0} |");
        card.Line(
            $"| training | {CountText.Format(model.Epochs, "epoch")}{Further(model)}, learning rate {Rate(model.Network, one)}, ",
            $"weight decay {one.WeightDecay}, ",
            $"batch {one.BatchSize}, ",
            $"seed {model.Seed}; the epoch with the lowest validation loss was selected |");
        card.Line(
            $"| recipe | {string.Join(", ", HyperparameterColumn.RecipeOf(one).Select(column => $"{column.Title} {column.Text(one)}"))}",
            $"{(model.TrainedIn == TrainingPrecision.Fp32 ? "" : $", precision {Formatter.Name(model.TrainedIn)}")} |");
    }

    private static string Further(Onnx.ModelFacts model) => model.Extensions.IsEmpty
        ? "" : $" (extended after {string.Join(" and ", model.Extensions)}; the learning rate decays again from its last value)";

    private static string Rate(string network, Configuration one) => MeasuredRates.Is(network, one)
        ? string.Create(CultureInfo.InvariantCulture, $"{one.LearningRate} ({MeasuredRates.Source(network, one)})")
        : one.LearningRate.ToString(CultureInfo.InvariantCulture);

    private static void Data(StringBuilder card, ModelCardContent facts)
    {
        card.Section("Data");
        card.Line(
            $"Dataset {facts.Model.Dataset}, {facts.Model.Classes.Length} classes, images ",
            $"of {facts.Model.ImageSize}×{facts.Model.ImageSize}. {facts.TrainingImages:N0} were used to train; ",
            $"{facts.ValidationImages:N0} more ",
            $"{(facts.HasOwnValidation ? OwnValidation : DrawnValidation)} ",
            $"were used to choose the epoch and the network.");
        card.Line($"\n{Augmentation(facts)}");
        if (Few(facts) is { Length: > 0 } few)
            card.Line($"\nThese classes have fewer than {FewImages} validation images, so their accuracy is unreliable: {few}.");
        card.Line();
        card.Line($"Licence of the data: {DataLicence.Describe(facts.Model.Dataset)}");
    }

    /// <summary>
    /// Describes the augmentation in words, because readers must notice a flip: it is wrong for arrows, digits and letters.
    /// </summary>
    private static string Augmentation(ModelCardContent facts)
    {
        var set = (facts.Model.Configuration.Recipe ?? RecipeOptions.Former).Augmentation;
        string[] parts =
        [
            .. set.HasFlag(Paretune.Augmentation.Flip) ? ["mirrored left to right in half the cases"] : Array.Empty<string>(),
            .. set.HasFlag(Paretune.Augmentation.Crop) ? ["moved by up to an eighth of the side"] : Array.Empty<string>(),
            .. set.HasFlag(Paretune.Augmentation.Cutout) ? ["greyed out in a random square"] : Array.Empty<string>(),
        ];
        var done = parts.Length == 0 ? "used unchanged" : $"{string.Join(", ", parts)} during training";
        var whose = facts.DefaultAugmentation == RecipeWords.Format(set) ? ", the default of the dataset" : "";
        return $"Training images were {done} (augmentation {RecipeWords.Format(set)}{whose}).";
    }

    private static string Few(ModelCardContent facts) => string.Join(
        ", ", facts.ValidationCounts.Index().Where(one => one.Item < FewImages).Take(MostPairs)
            .Select(one => $"{Cell(facts.Model.Classes[one.Index])} ({one.Item})"));

    private static void Accuracy(StringBuilder card, ModelCardContent facts)
    {
        card.Section("Accuracy");
        card.Line(
            $"In brackets: the 95 % interval (Wilson) that follows from the number of images only; another seed may give a larger ",
            $"difference.");
        card.Line();
        card.Line($"| images | accuracy | n |");
        card.Line($"| --- | --- | --- |");
        if (facts.Judged.AreTest)
            card.Line(
                $"| test, used once, after all choices | {Wilson.From(facts.Judged.Found, facts.Judged.Images)} ",
                $"| {facts.Judged.Images:N0} |");
        card.Line(
            $"| validation, used to choose the model ",
            $"| {Wilson.From((int)Math.Round(facts.ValidationAccuracy * facts.ValidationImages), facts.ValidationImages)} ",
            $"| {facts.ValidationImages:N0} |");
        if (!facts.Judged.AreTest)
            card.Line(
                $"\nThe trial is not on the front of its search at this point, so it was not tested: expect slightly ",
                $"lower accuracy than on the validation images.");
    }

    private static void Files(StringBuilder card, ModelCardContent facts)
    {
        var exports = facts.Exports;
        card.Section("Files");
        if (exports.Error.Length > 0)
        {
            card.Line($"No ONNX file: {exports.Error}.");
            return;
        }

        card.Line(
            $"ONNX, opset {exports.Opset}, checked on {exports.Images:N0} validation images with {exports.Runtime}, where torch ",
            $"reaches {Formatter.Percent(exports.TorchAccuracy)}. Latency: one image, one thread, warm, on {exports.Processor}; median ",
            $"and, in brackets, the 10th and 90th percentiles.");
        card.Line();
        card.Line($"| precision | bytes | accuracy (validation) | same prediction as fp32 | largest logit difference | latency | runs |");
        card.Line($"| --- | --- | --- | --- | --- | --- | --- |");
        foreach (var file in exports.Files)
            card.Line(
                $"| {file.Precision.ToString().ToLowerInvariant()} | {file.Bytes:N0} | {Formatter.Percent(file.Accuracy)} ",
                $"| {Formatter.Percent(file.Agreement)} ",
                $"| {file.MaxDifference:0.0######} | {(file.Latency is { } time ? Milliseconds(time) : "not measured")} ",
                $"| {file.Latency?.Runs} |");
        if (exports.CalibrationImages > 0)
            card.Line(
                $"\nint8: weights of 7 bits with one scale per channel, maps of 8 bits, ranges from {exports.CalibrationImages} training ",
                $"images; the ranges of channels are equalized first, and convolutions that feed a depthwise convolution stay in float32.");
        foreach (var file in exports.Files.Where(file => file.InFloat is { Length: > 0 }))
            card.Line(
                $"\n{file.Precision.ToString().ToLowerInvariant()}: {file.InFloat!.Value.Length} layers compute in float32, ",
                $"{(file.Precision == Precision.Fp16 ? SumsOfHalves : Rounding)}: {string.Join(", ", file.InFloat.Value)}.");
        if (exports.Int8Slowdown() is { } times)
            card.Line(
                $"\n**int8 is slower than fp32 here**: {times:0.0} times as long on {exports.Processor}. Use it on devices without fast ",
                $"floating point, or for its size.");
    }

    private static void Classes(StringBuilder card, ModelCardContent facts)
    {
        card.Section($"Accuracy per class ({Which(facts)})");
        var counts = facts.Judged.Counts.OfClasses();
        var shown = counts.Index().ToArray();
        if (counts.Length > MostClassRows)
        {
            card.Line($"The {MostClassRows} of {counts.Length:N0} classes with the lowest accuracy, among those with images:");
            card.Line();
            shown = [.. shown.Where(one => one.Item.Images > 0).OrderBy(one => (double)one.Item.Found / one.Item.Images)
                .ThenByDescending(one => one.Item.Images).Take(MostClassRows)];
        }

        card.Line($"| class | accuracy | n |");
        card.Line($"| --- | --- | --- |");
        foreach (var (at, (found, images)) in shown)
            card.Line(
                $"| {Cell(facts.Model.Classes[at])} | {(images > 0 ? Wilson.From(found, images) : "no image")} | {images} |");
    }

    private static void Confusion(StringBuilder card, ModelCardContent facts)
    {
        var (classes, counts) = (facts.Model.Classes, facts.Judged.Counts);
        card.Section($"Confusion ({Which(facts)})");
        if (classes.Length <= MostMatrixClasses)
        {
            card.Line($"Rows: true class; columns: predicted class.");
            card.Line();
            card.Line($"| | {string.Join(" | ", classes.Select(Cell))} |");
            card.Line($"| --- |{string.Concat(Enumerable.Repeat(" --- |", classes.Length))}");
            foreach (var (at, row) in counts.Rows().Index())
                card.Line($"| {Cell(classes[at])} | {string.Join(" | ", row)} |");
            return;
        }

        card.Line($"The {MostPairs} most frequent mistakes:");
        card.Line();
        card.Line($"| true class | predicted class | count |");
        card.Line($"| --- | --- | --- |");
        foreach (var pair in counts.Wrong(MostPairs))
            card.Line($"| {Cell(classes[pair.Class])} | {Cell(classes[pair.Predicted])} | {pair.Count} |");
    }

    private static string Which(ModelCardContent facts) => facts.Judged.AreTest ? "test images" : "validation images";

    private static string Milliseconds(Latency time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.Median:0.000} ms ({time.Low:0.000} to {time.High:0.000})");

    private static string Figures(IEnumerable<float> figures) =>
        string.Join(", ", figures.Select(figure => figure.ToString("0.###", CultureInfo.InvariantCulture)));

    /// <summary>
    /// Escapes a class name for Markdown, because it comes from a folder's name and may contain anything: HTML, Markdown, line breaks.
    /// </summary>
    private static string Cell(string name) =>
        string.Concat(name.ReplaceLineEndings(" ").Select(letter => letter switch
        {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '|' or '\\' or '*' or '_' or '`' or '[' or ']' => $"\\{letter}",
            _ => letter.ToString(),
        }));

    private static void Section(this StringBuilder card, string title) => card.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");

    internal static void Line(this StringBuilder card, params FormattableString[] parts)
    {
        foreach (var part in parts)
            card.Append(FormattableString.Invariant(part));
        card.Append('\n');
    }

    private static void Line(this StringBuilder card) => card.Append('\n');
}
