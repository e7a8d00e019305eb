using Paretune.Storage.Files;
using Paretune.Training.Evaluation;
using Paretune.Training.Export;
using Paretune.Training.Images;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Training.Recipes;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// An attempt at one of Paretune's networks. Every method opens and closes its own dispose scope: the loop yields between them, and scopes
/// belong to a thread.
/// </summary>
internal sealed class NetworkAttempt : IAttempt
{
    private readonly Lease _lease;
    private readonly ResidentImages _images;
    private readonly Device _device;
    private readonly ModelFiles _files;
    private readonly NetworkPlan _plan;
    private readonly Split _split;
    private readonly NetworkInput _input;
    private readonly PlannedNetwork _network;
    private readonly Evaluator _validation;
    private readonly Recipe _recipe;
    private Epoch? _epoch;

    public NetworkAttempt(Lease lease, ResidentImages images, Device device, ModelFiles files)
    {
        (_lease, _images, _device, _files) = (lease, images, device, files);
        _plan = NetworkCatalog.Plan(lease.Job.Network, lease.Job.Configuration, lease.Job.BaseResolution, images.Dataset.Classes.Length);
        _split = new(images.Train.Labels, lease.Job.Seed, device, lease.Job.TrainImages, images.Dataset.ValidationImages);
        _input = new(images, _plan.InputSize);
        _network = PlannedNetwork.Seeded(_plan, Seeds.Of(lease, Draw.Weights));
        _network.to(device);
        _validation = new(lease, _network, _input, images.Train, _split.Validation);
        _recipe = new(lease.Job);
        // Built after the move: an optimiser keeps its state where the weights are.
        Optimiser = _recipe.CreateOptimiser(_network);
    }

    public nn.Module Model => _network;
    public optim.Optimizer Optimiser { get; }
    public ModelFigures? Figures { get; private set; }

    /// <summary>Steps of an epoch. A last batch of one image is left out: batch norm has no variance to take.</summary>
    public int Steps
    {
        get
        {
            var (whole, rest) = Math.DivRem(_split.Train.shape[0], BatchSize);
            return (int)whole + (rest > 1 ? 1 : 0);
        }
    }

    public int ValidationBatches => _validation.Batches;
    public bool IsLossFinite => _epoch!.Training.IsLossFinite;

    private int BatchSize => _lease.Job.Configuration.BatchSize;

    public void Begin(int epoch)
    {
        _epoch?.Dispose();
        using var scope = NewDisposeScope();
        // On the CPU, so that the same seed gives the same order, crops and dropout on every device.
        var generator = new Generator((ulong)Seeds.Of(_lease, Draw.Epoch, epoch), CPU);
        var shuffled = randperm(_split.Train.shape[0], dtype: ScalarType.Int64, generator: generator).to(_device);
        var order = _split.Train.index_select(0, shuffled).DetachFromDisposeScope();                // [train] int64, indices of images
        _epoch = new(epoch, generator, order, new(_plan.Classes, _device), new(_plan.Classes, _device, isRanked: true));
    }

    public (long Examples, double LearningRate) Step(int step)
    {
        using var scope = NewDisposeScope();
        var (epoch, order) = (_epoch!.Number, _epoch.Order);
        var rate = _recipe.LearningRate((long)(epoch - 1) * Steps + step, (long)_lease.Job.Epochs * Steps);
        foreach (var group in Optimiser.ParamGroups)
            group.LearningRate = rate;
        _network.train();
        _network.DrawFrom(_epoch.Generator);
        Optimiser.zero_grad();
        var start = (long)step * BatchSize;
        var batch = order.narrow(0, start, Math.Min(BatchSize, order.shape[0] - start));            // [b] int64
        // No part of one image: batch norm has no variance to take.
        foreach (var part in batch.tensor_split(Math.Clamp(_lease.MicroBatchDivisor, 1, Math.Max(1, batch.shape[0] / 2))))
            Accumulate(part, (double)part.shape[0] / batch.shape[0]);
        Optimiser.step();
        return (batch.shape[0], rate);
    }

    public void Validate(int batch) => _validation.Evaluate(batch, _epoch!.Validation);

    public EpochMetrics Metrics()
    {
        var (training, validation) = (_epoch!.Training, _epoch.Validation);
        return new(training.Loss, training.Accuracy, validation.Loss, validation.Accuracy, validation.ClassAccuracy, validation.TopFive);
    }

    /// <summary>
    /// The best model becomes a file of its own and is evaluated once more for what it gets wrong. A crash in between leaves the last
    /// checkpoint, from which the next attempt does all of this again.
    /// </summary>
    public IEnumerable<Signal?> Finish(IReadOnlyDictionary<string, Tensor> best, AttemptStore store)
    {
        var model = TrialFile.Model(_lease.Trial, _lease.Attempt);
        foreach (var signal in store.Write(model, file => ModelFile.Write(file, best, _lease.Job, _plan, _images)))
            yield return signal;
        _network.Take(best);
        using var evaluation = new BestModelEvaluation(_validation, _images, _split.Validation);
        foreach (var signal in _files.WriteEvaluation(_lease, evaluation, store))
            yield return signal;
        using var export = _files.Export(_lease, _network, _plan, _images, _split, ExportOrder.OfTrained(_lease.Job));
        foreach (var signal in _files.WriteExport(export, new(AreTest: false, evaluation.Confusion()), _lease, _lease.Attempt, store))
            yield return signal;
        Figures = export.Figures;
    }

    public void Dispose()
    {
        _epoch?.Dispose();
        Optimiser.Dispose();
        _network.Dispose();
        _split.Dispose();
    }

    /// <summary>Forward and backward pass of a part of a batch, whose gradients add up to the batch's.</summary>
    /// <param name="part">Indices of images, [n] int64.</param>
    private void Accumulate(Tensor part, double share)
    {
        using var scope = NewDisposeScope();
        var labels = _images.Train.Labels.index_select(0, part);                                    // [n] int64
        var pixels = _images.Train.Images.index_select(0, part);                                    // [n, 3, size, size] uint8
        var input = _input.From(_recipe.Augment(pixels, _epoch!.Generator));                        // [n, 3, input, input] float32
        var logits = _network.forward(input);                                                       // [n, classes]
        var loss = nn.functional.cross_entropy(logits, labels);                                     // scalar, mean over the part
        _epoch.Training.Add(logits, labels, loss);
        (loss * share).backward();
    }

    /// <summary>The epoch under way: what it draws from, its order of images, and what it gave so far.</summary>
    private sealed record Epoch(int Number, Generator Generator, Tensor Order, BatchMetrics Training, BatchMetrics Validation) : IDisposable
    {
        public void Dispose()
        {
            Generator.Dispose();
            Order.Dispose();
            Training.Dispose();
            Validation.Dispose();
        }
    }
}
