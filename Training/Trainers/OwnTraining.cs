using System.Text.Json;
using Paretune.Training.Checkpoints;
using Paretune.Training.Loop;
using Paretune.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>A training of the users' own for one attempt: asked step by step, seeded, counted, saved.</summary>
internal sealed class OwnTraining : IAttemptRun
{
    private readonly Lease lease;
    private readonly Device device;
    private readonly ITraining training;
    private Dictionary<string, Tensor> best = [];

    /// <exception cref="OverLimitsException">The model is larger than the search allows.</exception>
    public OwnTraining(Lease lease, ITrainer trainer, TrainingOrder order)
    {
        (this.lease, device) = (lease, order.Device);
        random.manual_seed(Seeds.Of(lease, Draw.Weights));
        training = Started(trainer, order);
        try
        {
            if (training.Optimiser is not OptimizerHelper)
                throw new InvalidOperationException(
                    $"trainer {lease.Job.Trainer} must use one of torch's optimisers, whose state can be saved, but has {training.Optimiser.GetType()}");
            Cost = CostOf(training.Model);
            CheckLimits();
        }
        catch
        {
            training.Dispose();
            throw;
        }
    }

    public Cost Cost { get; }
    public Progress? Progress { get; private set; }
    public bool HasBest => best.Count > 0;

    public Report Report => Progress!.Report with { Attempt = lease.Attempt, Model = new(FileBytes: null, Latency: null, Cost) };

    public int Steps => AtLeastOne(training.Steps, nameof(ITraining.Steps));

    public int Batches(DataPart part) => AtLeastOne(training.Batches(part), $"{nameof(ITraining.Batches)} of {part}");

    public Score NewScore() => new(device);

    public void GoOnFrom(SavedCheckpoint checkpoint)
    {
        Progress = checkpoint.Progress;
        best = checkpoint.Restore(training.Model, training.Optimiser);
    }

    /// <summary>Puts a model file's weights in place.</summary>
    public void Take(Stream model) => training.Model.Restore(Safetensors.Read(model).Tensors);

    /// <returns>Examples of the step, and the learning rate it used.</returns>
    public (long Examples, double LearningRate) Step(int epoch, int step, Score score)
    {
        using var scope = NewDisposeScope();
        var seed = Seeds.Of(lease, Draw.Epoch, epoch);
        if (step == 0)
            random.manual_seed(seed);
        training.Model.train();
        var before = score.Examples;
        var rate = LearningRate.At(lease.Job.Configuration.LearningRate, (long)(epoch - 1) * Steps + step, (long)lease.Job.Epochs * Steps);
        Ask(() => training.Step(new(epoch, step, seed, rate), score));
        return (score.Examples - before, training.Optimiser.ParamGroups.First().LearningRate);
    }

    /// <returns>Examples of the batch.</returns>
    public long Judge(DataPart part, int batch, Score score)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        training.Model.eval();
        var before = score.Examples;
        Ask(() => training.Judge(part, batch, score));
        return score.Examples - before;
    }

    public IEpoch Begin(int epoch) => new OwnEpoch(this, epoch);

    public void End(Progress progress)
    {
        Progress = progress;
        if (progress.BestEpoch != progress.Report.Epoch)
            return;
        best.Dispose();
        best = training.Model.Copy();
    }

    public Task Save(CheckpointStore checkpoints, CancellationToken cancellation) =>
        checkpoints.Save(Progress!, training.Model.state_dict(), best, training.Optimiser, cancellation);

    /// <summary>The model that a trial leaves: safetensors, with what it was trained by as metadata.</summary>
    public void Write(Stream file) => Safetensors.Write(file, best, new Dictionary<string, string>
    {
        ["trainer"] = lease.Job.Trainer!,
        ["configuration"] = JsonSerializer.Serialize(lease.Job.Configuration, ParetuneJson.Options),
        ["dataset"] = lease.Job.Dataset,
        ["assembly"] = training.GetType().Assembly.FullName!,
    });

    public void Dispose()
    {
        best.Dispose();
        training.Dispose();
    }

    /// <summary>
    /// What modules draw on the way to their weights is gone afterwards. Some of TorchSharp's keep their weights out of the scope, and some do not.
    /// </summary>
    private static ITraining Started(ITrainer trainer, TrainingOrder order)
    {
        using var scope = NewDisposeScope();
        var training = trainer.Start(order);
        if (training is not { Model: not null, Optimiser: not null })
            throw new InvalidOperationException($"trainer {order.Job.Trainer} must have a Model and an Optimiser once Start returns, but lacks one of them");
        foreach (var tensor in training.Model.parameters().Concat(training.Model.buffers()))
            tensor.DetachFromDisposeScope();
        return training;
    }

    /// <summary>Trained weights, and the bytes of all that a model file holds.</summary>
    private static Cost CostOf(nn.Module model) => new(
        model.parameters().Where(weight => weight.requires_grad).Sum(weight => weight.numel()), Macs: 0,
        model.state_dict().Values.Sum(tensor => tensor.numel() * tensor.ElementSize));

    private void CheckLimits()
    {
        if (lease.Job.Limits is not { } limits)
            return;
        (string Name, long Value, long? Most)[] over = [("parameters", Cost.Parameters, limits.Parameters), ("bytes", Cost.Bytes, limits.Bytes)];
        if (Array.Find(over, one => one.Value > one.Most) is { Most: not null } first)
            throw new OverLimitsException($"not trained: the model has {first.Value} {first.Name}, over the limit of {first.Most}");
    }

    private static void Ask(Action call)
    {
        try
        {
            call();
        }
        // All that TorchSharp says of a tensor that was disposed of.
        catch (InvalidOperationException gone) when (gone.Message.Contains("empty handle", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"{gone.Message} A tensor that an earlier call made went with that call's dispose scope; keep it by DetachFromDisposeScope", gone);
        }
    }

    private int AtLeastOne(int count, string what) =>
        count >= 1
            ? count
            : throw new InvalidOperationException($"trainer {lease.Job.Trainer} must have at least one of {what}, but has {count}");
}
