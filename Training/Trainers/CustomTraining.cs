using Paretune.Training.Loop;
using Paretune.Training.Recipes;
using Paretune.Tuning.Metrics;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>
/// Runs a custom trainer's training step by step: seeds torch, counts examples, gives each call its own dispose scope, and explains errors.
/// </summary>
internal sealed class CustomTraining : IDisposable
{
    private readonly Lease _lease;
    private readonly Device _device;
    private readonly Recipe _recipe;
    private readonly ITraining _training;

    /// <exception cref="OverLimitsException">The model exceeds the search's limits.</exception>
    public CustomTraining(Lease lease, ITrainer trainer, TrainingOrder order)
    {
        (_lease, _device, _recipe) = (lease, order.Device, new(lease.Job));
        random.manual_seed(Seeds.Compute(lease, Draw.Weights));
        _training = Started(trainer, order);
        try
        {
            if (Optimiser is not OptimizerHelper)
                throw new InvalidOperationException(
                    $"trainer {lease.Job.Trainer} must use one of torch's optimizers, whose state can be saved, but "
                    + $"has {Optimiser.GetType()}");
            Cost = CostOf(Model);
            CheckLimits();
        }
        catch
        {
            _training.Dispose();
            throw;
        }
    }

    public nn.Module Model => _training.Model;
    public optim.Optimizer Optimiser => _training.Optimiser;
    public Cost Cost { get; }
    public int Steps => AtLeastOne(_training.Steps, nameof(ITraining.Steps));
    public string AssemblyName => _training.GetType().Assembly.FullName!;

    public int Batches(DataPart part) => AtLeastOne(_training.Batches(part), $"{nameof(ITraining.Batches)} of {part}");

    public Score NewScore() => new(_device);

    /// <returns>The examples of the step, and the learning rate it used.</returns>
    public (long Examples, double LearningRate) Step(int epoch, int step, Score score)
    {
        using var scope = NewDisposeScope();
        var seed = Seeds.Compute(_lease, Draw.Epoch, epoch);
        if (step == 0)
            random.manual_seed(seed);
        Model.train();
        var before = score.Examples;
        var rate = _recipe.LearningRate((long)(epoch - 1) * Steps + step, Steps);
        Ask(() => _training.Step(new(epoch, step, seed, rate), score));
        return (score.Examples - before, Optimiser.ParamGroups.First().LearningRate);
    }

    /// <returns>The examples of the batch.</returns>
    public long Judge(DataPart part, int batch, Score score)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        Model.eval();
        var before = score.Examples;
        Ask(() => _training.Judge(part, batch, score));
        return score.Examples - before;
    }

    public void Dispose() => _training.Dispose();

    /// <summary>
    /// Starts the trainer in a dispose scope, so that temporary tensors of module constructors are disposed. Some of TorchSharp's modules
    /// keep their weights out of the scope, others do not.
    /// </summary>
    private static ITraining Started(ITrainer trainer, TrainingOrder order)
    {
        using var scope = NewDisposeScope();
        var training = trainer.Start(order);
        if (training is not { Model: not null, Optimiser: not null })
            throw new InvalidOperationException(
                $"trainer {order.Job.Trainer} must have a Model and an Optimiser once Start returns, but lacks one of them");
        foreach (var tensor in training.Model.parameters().Concat(training.Model.buffers()))
            tensor.DetachFromDisposeScope();
        return training;
    }

    /// <summary>Counts trained weights, and the bytes of everything that a model file contains.</summary>
    private static Cost CostOf(nn.Module model) => new(
        model.parameters().Where(weight => weight.requires_grad).Sum(weight => weight.numel()), Macs: 0,
        model.state_dict().Values.Sum(tensor => tensor.numel() * tensor.ElementSize));

    private void CheckLimits()
    {
        if (_lease.Job.Limits is not { } limits)
            return;
        if (MetricLimit.From(limits, MetricTable.Default).FirstOrDefault(limit => limit.Excludes(Cost)) is { } over)
            throw new OverLimitsException(FormattableString.Invariant(
                $"not trained: the model has {over.Metric.Value(Cost)} {over.Metric.Counted}, over the limit of {over.Bound}"));
    }

    private static void Ask(Action call)
    {
        try
        {
            call();
        }
        // TorchSharp's only hint that a tensor was disposed.
        catch (InvalidOperationException gone) when (gone.Message.Contains("empty handle", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                $"{gone.Message} A tensor from an earlier call was disposed with that call's dispose scope; keep it with "
                    + "DetachFromDisposeScope",
                gone);
        }
    }

    private int AtLeastOne(int count, string what) =>
        count >= 1
            ? count
            : throw new InvalidOperationException($"trainer {_lease.Job.Trainer} must have at least one of {what}, but has {count}");
}
