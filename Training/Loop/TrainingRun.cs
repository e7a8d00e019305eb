using Paretune.Training.Checkpoints;
using Paretune.Training.Export;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>Network, optimiser and figures of one attempt. Every method opens and closes its own dispose scope, so none is open between calls.</summary>
internal sealed class TrainingRun : IAttemptRun
{
    // Table 2 of the paper: the usual bias-corrected Adam.
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private readonly Lease lease;
    private readonly ResidentImages images;
    private readonly Device device;
    private readonly Split split;
    private readonly Augmentation augmentation;
    private readonly PlannedNetwork network;
    private readonly Evaluation evaluation;
    private readonly optim.Optimizer optimiser;
    private Dictionary<string, Tensor> best = [];

    public TrainingRun(Lease lease, ResidentImages images, Device device)
    {
        (this.lease, this.images, this.device) = (lease, images, device);
        Plan = NetworkCatalog.Plan(lease.Job.Network, lease.Job.Configuration, lease.Job.BaseResolution, images.Dataset.Classes.Length);
        split = new(images.Train.Labels, lease.Job.Seed, device, lease.Job.TrainImages);
        augmentation = new(images, Plan.InputSize);
        network = PlannedNetwork.Seeded(Plan, Seeds.Of(lease, Draw.Weights));
        network.to(device);
        evaluation = new(lease, network, augmentation, images.Train, split.Validation);
        // Built after the move: Adam keeps its moments where the weights are.
        optimiser = optim.Adam(network.parameters(), Configuration.LearningRate, Beta1, Beta2, Epsilon, Configuration.WeightDecay);
    }

    public NetworkPlan Plan { get; }
    public Progress? Progress { get; private set; }
    public IReadOnlyDictionary<string, Tensor> Best => best;

    /// <summary>What the exported model turned out to be, once it is there.</summary>
    public ModelFigures? Figures { get; set; }

    public Report Report => Progress!.Report with { Attempt = lease.Attempt, Model = Figures };

    /// <summary>Steps of an epoch. A last batch of one image is left out: batch norm has no variance to take.</summary>
    public int Steps
    {
        get
        {
            var (whole, rest) = Math.DivRem(split.Train.shape[0], Configuration.BatchSize);
            return (int)whole + (rest > 1 ? 1 : 0);
        }
    }

    private Configuration Configuration => lease.Job.Configuration;

    public void GoOnFrom(SavedCheckpoint checkpoint)
    {
        Progress = checkpoint.Progress;
        best = checkpoint.Restore(network, optimiser);
    }

    public IEpoch Begin(int epoch) => new NetworkEpoch(this, lease, epoch, device);

    /// <summary>The epoch's order of images, as indices [n] int64; the caller disposes it.</summary>
    public Tensor Shuffle(Generator generator)
    {
        using var scope = NewDisposeScope();
        var order = randperm(split.Train.shape[0], dtype: ScalarType.Int64, generator: generator).to(device);
        return split.Train.index_select(0, order).DetachFromDisposeScope();
    }

    /// <summary>One step of the optimiser over one batch, in micro-batches where memory is short.</summary>
    /// <param name="step">Step of the epoch, from 0.</param>
    /// <returns>Images of the step, and the learning rate it used.</returns>
    public (long Images, double LearningRate) Step(int epoch, int step, Tensor order, Generator generator, Tally tally)
    {
        using var scope = NewDisposeScope();
        var rate = LearningRate.At(Configuration.LearningRate, (long)(epoch - 1) * Steps + step, (long)lease.Job.Epochs * Steps);
        foreach (var group in optimiser.ParamGroups)
            group.LearningRate = rate;
        network.train();
        network.DrawFrom(generator);
        optimiser.zero_grad();
        var start = (long)step * Configuration.BatchSize;
        var batch = order.narrow(0, start, Math.Min(Configuration.BatchSize, order.shape[0] - start));
        // No part of one image: batch norm has no variance to take.
        foreach (var part in batch.tensor_split(Math.Clamp(lease.MicroBatchDivisor, 1, Math.Max(1, batch.shape[0] / 2))))
            Accumulate(part, (double)part.shape[0] / batch.shape[0], generator, tally);
        optimiser.step();
        return (batch.shape[0], rate);
    }

    public int ValidationSteps => evaluation.Steps;

    /// <summary>Judges one batch of the validation images without learning from it.</summary>
    public void Validate(int step, Tally tally) => evaluation.Step(step, tally);

    public void End(Progress progress)
    {
        if (progress.BestEpoch == progress.Report.Epoch)
        {
            best.Dispose();
            best = network.Copy();
        }

        Progress = progress;
    }

    /// <summary>The kept weights before the validation images. They take the place of the last ones, so nothing is trained after this.</summary>
    /// <returns>The caller disposes it.</returns>
    public KeptRun Kept()
    {
        network.Take(best);
        return new(evaluation, images, split.Validation);
    }

    /// <summary>The export of the weights in the network, which are the kept ones after <see cref="Kept"/>.</summary>
    public ExportRun Export(ExportOrder order, StepGate gate, TimeProvider time) => new(lease, network, Plan, images, split, order, gate, time);

    public Task Save(CheckpointStore checkpoints, CancellationToken cancellation) =>
        checkpoints.Save(Progress!, network.state_dict(), best, optimiser, cancellation);

    public void Dispose()
    {
        best.Dispose();
        optimiser.Dispose();
        network.Dispose();
        split.Dispose();
    }

    private void Accumulate(Tensor part, double share, Generator generator, Tally tally)
    {
        using var scope = NewDisposeScope();
        var labels = images.Train.Labels.index_select(0, part);                                           // [n]
        var logits = network.forward(augmentation.Train(images.Train.Images.index_select(0, part), generator)); // [n, classes]
        var loss = nn.functional.cross_entropy(logits, labels);
        tally.Add(logits, labels, loss);
        (loss * share).backward();
    }
}
