using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>The kept model of a trial against the test images, once.</summary>
internal sealed class TestRun : IDisposable
{
    private readonly Lease lease;
    private readonly PlannedNetwork network;
    private readonly Tensor indices;
    private readonly Evaluation evaluation;
    private readonly Tally tally;

    public TestRun(Lease lease, ResidentImages images, Device device, Stream model)
    {
        this.lease = lease;
        var plan = NetworkCatalog.Plan(lease.Job.Network, lease.Job.Configuration, lease.Job.BaseResolution, images.Dataset.Classes.Length);
        // Any weights do: the model's take their place.
        network = PlannedNetwork.Seeded(plan, seed: 0);
        network.to(device);
        network.Restore(Safetensors.Read(model).Tensors);
        indices = arange(images.Test.Count, device: device).DetachFromDisposeScope();
        evaluation = new(lease, network, new(images, plan.InputSize), images.Test, indices);
        tally = new(plan.Classes, device);
    }

    public int Steps => evaluation.Steps;

    /// <inheritdoc cref="Evaluation.Step(int, Tally)"/>
    public int Step(int step) => evaluation.Step(step, tally);

    public TestResult Result() => new() { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = tally.Accuracy, Loss = tally.Loss };

    public void Dispose()
    {
        network.Dispose();
        indices.Dispose();
        tally.Dispose();
    }
}
