using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;
using Paretune.Training.Evaluation;
using Paretune.Training.Export;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Training.Recipes;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// Trains one of Paretune's networks. Every method opens and closes its own dispose scope, because the loop yields between calls and scopes
/// belong to a thread.
/// </summary>
internal sealed partial class NetworkAttempt : IAttempt
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
    private readonly Optimization _optimization;
    private readonly BatchMetrics _training;
    private readonly ILogger _logger;
    private readonly GpuPeak _held;
    private RecordedStep _recorded;
    private Epoch? _epoch;
    private int _side;

    public NetworkAttempt(Lease lease, ResidentImages images, Device device, ModelFiles files, ILogger logger)
    {
        Allocation.KeepFreed();
        (_lease, _images, _device, _files, _logger) = (lease, images, device, files, logger);
        _plan = NetworkCatalog.Plan(lease.Job.Network, lease.Job.Configuration, lease.Job.BaseResolution, NetworkEnds.From(images.Dataset));
        if (lease.Job.IsBeforeRecipes)
            _plan = _plan.WithFormerWeights();
        _split = new(images.Train.Labels, lease.Job, device, images.Dataset.ValidationImages);
        _input = new(images, _split, _plan.InputSize, lease.Job);
        _network = PlannedNetwork.Seeded(_plan, Seeds.Compute(lease, Draw.Weights));
        _network.to(device);
        _validation = new(lease, _network, _input, images.Train, _split.Validation);
        _recipe = new(lease.Job);
        _optimization = new(_network, _recipe);
        _training = new(_plan.Classes, device);
        _recorded = Recording();
        _held = new(IsGpu ? NvmlMemory.Open(CudaGraphCalls.Found?.BusOf(device.index)) : null, Environment.ProcessId);
        _side = _plan.InputSize;
    }

    public nn.Module Model => _network;
    public optim.Optimizer Optimiser => _optimization.Optimiser;
    public IReadOnlyDictionary<string, Tensor> State => _optimization.State;
    public ModelMeasurements? Figures { get; private set; }

    /// <summary>Steps per epoch. A last batch of one image is skipped, because batch norm cannot compute its variance.</summary>
    public int Steps
    {
        get
        {
            var (whole, rest) = Math.DivRem(_split.Train.shape[0], BatchSize);
            return (int)whole + (rest > 1 ? 1 : 0);
        }
    }

    public int ValidationBatches => _validation.Batches;
    public long ValidationImages => _split.Validation.shape[0];
    public bool IsLossFinite => _training.IsLossFinite;
    public GpuUse? Gpu => _held.Use;
    public long PeakDeviceBytes => _held.Look();
    public TrainingPrecision Precision => _network.Precision;

    // Kernels/ computes in fp32 only, and faster than torch computes the same networks in bf16.
    private bool CanBeFasterInBf16 => IsGpu || (OneDnn.HasBfloat16Products && !_network.IsStaged);
    private bool IsGpu => _device.type == DeviceType.CUDA;
    private int BatchSize => _lease.Job.Configuration.BatchSize;

    public void Restore(IReadOnlyDictionary<string, Tensor> state) => _optimization.Restore(state);

    public void RestoreOptimizer(BinaryReader reader, bool isFlat) => _optimization.RestoreOptimizer(reader, isFlat);

    public void Settle(TrainingPrecision? before)
    {
        var asked = _lease.Job.Precision;
        Use(PrecisionChoice.Choose(asked, before, CanBeFasterInBf16, SecondsIn));
        if (asked != TrainingPrecision.Fp32)
            LogPrecision(_lease.Trial, _lease.Attempt, Precision, asked);
    }

    public void Begin(int epoch)
    {
        _optimization.Use(forTraining: true);
        _epoch?.Dispose();
        UseSide(ProgressiveSize.Compute(_lease.Job, epoch, _plan.InputSize, NetworkCatalog.LeastInput(_lease.Job.Network)));
        using var scope = NewDisposeScope();
        // On the CPU, so that a seed gives the same order, crops and dropout on every device.
        var generator = new Generator((ulong)Seeds.Compute(_lease, Draw.Epoch, epoch), CPU);
        var images = _split.Train.shape[0];
        var shuffled = randperm(images, dtype: ScalarType.Int64, generator: generator).to(_device);
        var order = _split.Train.index_select(0, shuffled).DetachFromDisposeScope();                // [train] int64, indices of images
        var drawn = AugmentationDraws.Draw(images, _images.Dataset.Size, generator).to(_device).DetachFromDisposeScope();
        _training.Reset();
        _epoch = new(epoch, generator, order, drawn, new(_plan.Classes, _device, isRanked: true));
    }

    public (long Examples, double LearningRate) Step(int step) =>
        Step(step, _recipe.LearningRate(GlobalOf(step), Steps));

    /// <summary>Performs a step with a given learning rate and separate metrics; returns the batch's loss before the step.</summary>
    /// <param name="step">The step within the epoch, from 0.</param>
    public double StepAlone(int step, double rate)
    {
        _training.Reset();
        Step(step, rate);
        return _training.Loss;
    }

    private (long Examples, double LearningRate) Step(int step, double rate)
    {
        using var scope = NewDisposeScope();
        var count = TakeGradient(step);
        _optimization.Step(GlobalOf(step), rate);
        return (count, rate);
    }

    /// <summary>Computes the gradients of a step's batch into the buffers; returns the number of images.</summary>
    private long TakeGradient(int step)
    {
        using var scope = NewDisposeScope();
        var epoch = _epoch!;
        _network.train();
        _network.DrawFrom(epoch.Generator);
        _optimization.Weights.ForgetGradients();
        var start = (long)step * BatchSize;
        var count = Math.Min(BatchSize, epoch.Order.shape[0] - start);
        var (batch, drawn) = (epoch.Order.narrow(0, start, count), epoch.Drawn.narrow(0, start, count)); // [b] int64, and a row each
        if (count < BatchSize || _lease.MicroBatchDivisor > 1 || !_recorded.Run(batch, drawn))
            AccumulateParts(batch, drawn);
        return count;
    }

    public void Validate(int batch)
    {
        _optimization.Use(forTraining: false);
        _validation.Evaluate(batch, _epoch!.Validation);
    }

    public EpochMetrics Metrics()
    {
        var validation = _epoch!.Validation;
        return new(
            _training.Loss, _training.Accuracy, validation.Loss, validation.Accuracy, validation.ClassAccuracy, validation.TopFive,
            _split.IsUnbalanced ? validation.Balanced : null);
    }

    /// <summary>
    /// Writes the best model to its file, then evaluates it again for its mistakes. After a crash in between, the next attempt repeats this
    /// from the last checkpoint.
    /// </summary>
    public IEnumerable<Signal?> Finish(IReadOnlyDictionary<string, Tensor> best, AttemptStore store)
    {
        var model = TrialFile.Model(_lease.Trial, _lease.Attempt);
        foreach (var signal in store.Write(model, file => ModelFile.Write(file, best, _lease.Job, _plan, _images, _input)))
            yield return signal;
        _network.Take(best);
        using var evaluation = new BestModelEvaluation(_validation, _images, _split.Validation);
        foreach (var signal in _files.WriteEvaluation(_lease, evaluation, store))
            yield return signal;
        using var export = _files.Export(_lease, _network, _plan, _images, _split, _input, ExportOrder.OfTrained(_lease.Job));
        foreach (var signal in _files.WriteExport(export, new(AreTest: false, evaluation.Confusion()), _lease, _lease.Attempt, store))
            yield return signal;
        Figures = export.Figures;
    }

    public void Dispose()
    {
        _epoch?.Dispose();
        _recorded.Dispose();
        _training.Dispose();
        _optimization.Dispose();
        _network.Dispose();
        _input.Dispose();
        _split.Dispose();
        Allocation.GiveBack();
    }

    /// <summary>Sets the side of the images. Resets the recorded pass, which is for one size.</summary>
    private void UseSide(int side)
    {
        if (side == _side)
            return;
        _side = side;
        ResetRecording();
    }

    private void Use(TrainingPrecision precision)
    {
        if (precision == _network.Precision)
            return;
        _network.Precision = precision;
        ResetRecording();
    }

    private void ResetRecording()
    {
        _recorded.Dispose();
        _recorded = Recording();
    }

    /// <summary>Returns the seconds of some steps, which leave the network unchanged.</summary>
    private double SecondsIn(TrainingPrecision precision)
    {
        var before = _network.Copy();
        Begin(1);
        Use(precision);
        var seconds = PrecisionChoice.Seconds(() => TakeGradient(step: 0), () => _ = IsLossFinite, IsGpu);
        _network.Restore(before);
        return seconds;
    }

    private RecordedStep Recording() =>
        new(_device, !_network.HasDropout, _optimization.Weights, (part, drawn) => Accumulate(part, drawn, share: 1), _logger);

    private long GlobalOf(int step) => (long)(_epoch!.Number - 1) * Steps + step;

    private void AccumulateParts(Tensor batch, Tensor drawn)
    {
        // No part may have only one image, because batch norm cannot compute its variance.
        var parts = Math.Clamp(_lease.MicroBatchDivisor, 1, Math.Max(1, batch.shape[0] / 2));
        foreach (var (part, crops) in batch.tensor_split(parts).Zip(drawn.tensor_split(parts)))
            Accumulate(part, crops, (double)part.shape[0] / batch.shape[0]);
    }

    /// <summary>Runs forward and backward pass on a part of a batch; the gradients of all parts add up to the batch's.</summary>
    /// <param name="part">Indices of images, [n] int64.</param>
    /// <param name="drawn">The augmentation of each image, [n, …].</param>
    private void Accumulate(Tensor part, Tensor drawn, double share)
    {
        using var scope = NewDisposeScope();
        var labels = _images.Train.Labels.index_select(0, part);                                    // [n] int64
        var pixels = _images.Train.Images.index_select(0, part);                                    // [n, channels, size, size] uint8
        var input = _input.From(_recipe.Augment(pixels, new(drawn)), _side);                        // [n, channels, side, side] float32
        var pass = _network.Train(input);
        var logits = pass.Logits;                                                                   // [n, classes]
        var loss = nn.functional.cross_entropy(logits, labels);                                     // scalar, mean over the part
        _training.Add(logits, labels, loss);
        using var weight = share.ToScalar();
        _recipe.Loss(logits, labels, loss).mul(weight).backward();
        pass.Backward();
        _optimization.Weights.GatherGradients();
    }

    [LoggerMessage(LogLevel.Information, "Trial {Trial} attempt {Attempt} trains in {Precision}; requested: {Asked}")]
    private partial void LogPrecision(TrialId trial, int attempt, TrainingPrecision precision, TrainingPrecision asked);

    /// <summary>The current epoch: its generator, the order of its images, their augmentations, and its validation metrics.</summary>
    private sealed record Epoch(int Number, Generator Generator, Tensor Order, Tensor Drawn, BatchMetrics Validation) : IDisposable
    {
        public void Dispose()
        {
            Generator.Dispose();
            Order.Dispose();
            Drawn.Dispose();
            Validation.Dispose();
        }
    }
}
