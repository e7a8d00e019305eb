using System.Collections.Immutable;
using Paretune.Models.Cards;
using Paretune.Storage.Datasets;
using Paretune.Training.Images;
using static TorchSharp.torch;

namespace Paretune.Training.Evaluation;

/// <summary>Evaluates a trial's best model on its validation images, for the trial's page.</summary>
internal sealed class BestModelEvaluation(Evaluator evaluator, ResidentImages images, Tensor validation) : IDisposable
{
    // Tiles of the sheet: the most confident mistakes, then a few of each pair of confused classes, so that each cell of the confusion
    // table has images.
    private const int Surest = 64, OfEachPair = 4, MostMistakes = 192, Columns = 8;

    // The maximum pixels of a sheet, about 10 MB as PNG; a larger sheet is cut to the most confident mistakes.
    private const int MostPixels = 10_000_000;

    // The number of confused pairs stored if the matrix would be too large.
    private const int MostPairs = 100;

    private readonly PredictionLog _predictions = new(images.Dataset.Classes.Length, images.Train, validation);

    public int Batches => evaluator.Batches;

    /// <inheritdoc cref="Evaluator.Evaluate(int, BatchMetrics)"/>
    public int Evaluate(int batch) => evaluator.Evaluate(batch, (logits, _) => _predictions.Add(logits));

    /// <summary>Returns the evaluation, and the sheet of mistakes as PNG; empty if there are none.</summary>
    public (TrialEvaluation Evaluation, byte[] Sheet) Result()
    {
        using var scope = NewDisposeScope();
        var confusion = _predictions.Confusion();
        var (dataset, mistakes) = (images.Dataset, _predictions.Mistakes(Surest, OfEachPair, Most(images.Dataset.Size)));
        return (new()
        {
            Classes = dataset.Classes,
            Confusion = dataset.Classes.Length <= TrialEvaluation.MostMatrixClasses ? confusion.Rows() : [],
            Confused = confusion.Wrong(MostPairs),
            Images = confusion.Images,
            Accuracy = (double)confusion.Found / confusion.Images,
            Mistakes = mistakes,
            TileSize = ImageSheet.TileSize(dataset.Size),
            Columns = Columns,
        }, Sheet(mistakes));
    }

    /// <inheritdoc cref="PredictionLog.Confusion"/>
    public ConfusionCounts Confusion() => _predictions.Confusion();

    public void Dispose() => _predictions.Dispose();

    private static int Most(int size) =>
        Math.Clamp(MostPixels / (ImageSheet.TileSize(size) * ImageSheet.TileSize(size)), Surest, MostMistakes);

    private byte[] Sheet(ImmutableArray<Mistake> mistakes)
    {
        if (mistakes.IsEmpty)
            return [];
        using var scope = NewDisposeScope();
        var shown = tensor(mistakes.Select(mistake => (long)mistake.Image).ToArray(), device: images.Train.Images.device);
        var pixels = images.Train.Images.index_select(0, shown).cpu().contiguous();        // [n, channels, size, size] uint8
        return ImageSheet.Encode(pixels.bytes, images.Dataset.Size, Columns, images.Dataset.Channels);
    }
}
