using System.Text.Json;
using Paretune.Storage.Files;
using Paretune.Training.Loop;
using Paretune.Training.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>An attempt that trains a custom trainer's model.</summary>
internal sealed class CustomAttempt(Lease lease, CustomTraining training) : IAttempt
{
    private Score? _trained;
    private Score? _validated;
    private int _epoch;

    public nn.Module Model => training.Model;
    public optim.Optimizer Optimiser => training.Optimiser;
    public ModelMeasurements Figures { get; } = new(FileBytes: null, Latency: null, training.Cost);
    public int Steps => training.Steps;
    public int ValidationBatches => training.Batches(DataPart.Validation);
    public bool IsLossFinite => _trained!.IsFinite;

    public IReadOnlyDictionary<string, Tensor> State => Model.state_dict();

    public void Restore(IReadOnlyDictionary<string, Tensor> state) => Model.Take(state);

    public void RestoreOptimizer(BinaryReader reader, bool isFlat) => ((OptimizerHelper)Optimiser).load_state_dict(reader);

    public void Begin(int epoch)
    {
        DisposeEpoch();
        (_epoch, _trained, _validated) = (epoch, training.NewScore(), training.NewScore());
    }

    public (long Examples, double LearningRate) Step(int step) => training.Step(_epoch, step, _trained!);

    public void Validate(int batch) => training.Judge(DataPart.Validation, batch, _validated!);

    public EpochMetrics Metrics()
    {
        _trained!.Check(nameof(ITraining.Step));
        _validated!.Check(nameof(ITraining.Judge));
        return new(_trained.Loss, _trained.Accuracy, _validated.Loss, _validated.Accuracy, ClassAccuracy: [], TopFive: null);
    }

    /// <summary>Writes the model as a safetensors file with the training parameters as metadata.</summary>
    public IEnumerable<Signal?> Finish(IReadOnlyDictionary<string, Tensor> best, AttemptStore store) =>
        store.Write(TrialFile.Model(lease.Trial, lease.Attempt), file => Safetensors.Write(file, best, Metadata()));

    public void Dispose()
    {
        DisposeEpoch();
        training.Dispose();
    }

    private Dictionary<string, string> Metadata() => new()
    {
        ["trainer"] = lease.Job.Trainer!,
        ["configuration"] = JsonSerializer.Serialize(lease.Job.Configuration, ParetuneJson.Options),
        ["dataset"] = lease.Job.Dataset,
        ["assembly"] = training.AssemblyName,
    };

    private void DisposeEpoch()
    {
        _trained?.Dispose();
        _validated?.Dispose();
    }
}
