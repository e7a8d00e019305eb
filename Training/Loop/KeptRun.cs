using System.Collections.Immutable;
using Paretune.Storage.Datasets;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>The kept weights of a trial against its validation images once more, for what its user wants to see of them.</summary>
internal sealed class KeptRun(Evaluation evaluation, ResidentImages images, Tensor validation) : IDisposable
{
    // As many as a page shows: eight rows of eight.
    private const int MostMistakes = 64, Columns = 8;
    private const int MostPairs = 100;

    private readonly Verdicts verdicts = new(images.Dataset.Classes.Length, images.Train, validation);

    public int Steps => evaluation.Steps;

    /// <inheritdoc cref="Evaluation.Step(int, Tally)"/>
    public int Step(int step) => evaluation.Step(step, (logits, _) => verdicts.Add(logits));

    /// <summary>What was seen, and the sheet of mistakes as PNG; that is empty where none was made.</summary>
    public (TrialEvaluation Evaluation, byte[] Sheet) Result()
    {
        using var scope = NewDisposeScope();
        using var confusion = verdicts.Confusion();
        var (dataset, mistakes) = (images.Dataset, verdicts.Mistakes(MostMistakes));
        var (found, judged) = (confusion.diag().sum().item<long>(), confusion.sum().item<long>());
        return (new()
        {
            Classes = dataset.Classes,
            Confusion = dataset.Classes.Length <= TrialEvaluation.MostMatrixClasses ? Rows(confusion) : [],
            Confused = Verdicts.Confused(confusion, MostPairs),
            Images = (int)judged,
            Accuracy = (double)found / judged,
            Mistakes = mistakes,
            TileSize = ImageSheet.TileSize(dataset.Size),
            Columns = Columns,
        }, Sheet(mistakes));
    }

    /// <summary>Images by true class (row) and predicted class (column), however many classes there are.</summary>
    public ImmutableArray<ImmutableArray<int>> Confusion()
    {
        using var confusion = verdicts.Confusion();
        return Rows(confusion);
    }

    public void Dispose() => verdicts.Dispose();

    internal static ImmutableArray<ImmutableArray<int>> Rows(Tensor confusion)
    {
        using var scope = NewDisposeScope();
        var counts = confusion.to(ScalarType.Int32).cpu();
        return [.. counts.data<int>().ToArray().Chunk((int)confusion.shape[1]).Select(row => row.ToImmutableArray())];
    }

    private byte[] Sheet(ImmutableArray<Mistake> mistakes)
    {
        if (mistakes.IsEmpty)
            return [];
        using var scope = NewDisposeScope();
        var shown = tensor(mistakes.Select(mistake => (long)mistake.Image).ToArray(), device: images.Train.Images.device);
        var pixels = images.Train.Images.index_select(0, shown).cpu().contiguous();        // [n, 3, size, size] uint8
        return ImageSheet.Encode(pixels.bytes, images.Dataset.Size, Columns);
    }
}
