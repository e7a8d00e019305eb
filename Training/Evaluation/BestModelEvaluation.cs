using System.Collections.Immutable;
using Paretune.Models.Cards;
using Paretune.Storage.Datasets;
using Paretune.Training.Images;
using static TorchSharp.torch;

namespace Paretune.Training.Evaluation;

/// <summary>The best model of a trial on its validation images once more, for what its user wants to see of it.</summary>
internal sealed class BestModelEvaluation(Evaluator evaluator, ResidentImages images, Tensor validation) : IDisposable
{
    // Tiles of the sheet, as many as a page shows: eight rows of eight.
    private const int MostMistakes = 64, Columns = 8;

    // Confused pairs that stand for a matrix too large to show.
    private const int MostPairs = 100;

    private readonly PredictionLog _predictions = new(images.Dataset.Classes.Length, images.Train, validation);

    public int Batches => evaluator.Batches;

    /// <inheritdoc cref="Evaluator.Evaluate(int, BatchMetrics)"/>
    public int Evaluate(int batch) => evaluator.Evaluate(batch, (logits, _) => _predictions.Add(logits));

    /// <summary>What was seen, and the sheet of mistakes as PNG; that is empty where none was made.</summary>
    public (TrialEvaluation Evaluation, byte[] Sheet) Result()
    {
        using var scope = NewDisposeScope();
        var confusion = _predictions.Confusion();
        var (dataset, mistakes) = (images.Dataset, _predictions.Mistakes(MostMistakes));
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
