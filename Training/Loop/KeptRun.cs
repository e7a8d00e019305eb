using System.Collections.Immutable;
using Paretune.Training.Datasets;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>The kept weights of a trial against its validation images, once, for what its user wants to see of them.</summary>
internal sealed class KeptRun : IDisposable
{
    // As many as a page shows: eight rows of eight.
    private const int MostMistakes = 64, Columns = 8;
    private const int MostPairs = 100;

    private readonly ResidentImages images;
    private readonly PlannedNetwork network;
    private readonly Evaluation evaluation;
    private readonly Verdicts verdicts;

    public KeptRun(
        Lease lease, NetworkPlan plan, ResidentImages images, Augmentation augmentation, Tensor validation, IReadOnlyDictionary<string, Tensor> kept,
        Device device)
    {
        this.images = images;
        // A network of its own: that of the training stays as the last epoch left it.
        network = PlannedNetwork.Seeded(plan, seed: 0);
        network.to(device);
        network.Take(kept);
        evaluation = new(lease, network, augmentation, images.Train, validation);
        verdicts = new(plan.Classes, images.Train, validation);
    }

    public int Steps => evaluation.Steps;

    /// <inheritdoc cref="Evaluation.Step(int, Tally)"/>
    public int Step(int step) => evaluation.Step(step, (logits, _) => verdicts.Add(logits));

    /// <summary>What was seen, and the sheet of mistakes as PNG; that is empty where none was made.</summary>
    public (TrialEvaluation Evaluation, byte[] Sheet) Result()
    {
        using var scope = NewDisposeScope();
        var (dataset, mistakes, confusion) = (images.Dataset, verdicts.Mistakes(MostMistakes), verdicts.Confusion());
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

    public void Dispose()
    {
        network.Dispose();
        verdicts.Dispose();
    }

    private static ImmutableArray<ImmutableArray<int>> Rows(Tensor confusion)
    {
        using var counts = confusion.to(ScalarType.Int32).cpu();
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
