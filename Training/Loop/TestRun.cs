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
    private readonly ResidentImages images;
    private readonly PlannedNetwork network;
    private readonly Augmentation augmentation;
    private readonly Tensor indices;
    private readonly Tally tally;

    public TestRun(Lease lease, ResidentImages images, Device device, Stream model)
    {
        (this.lease, this.images) = (lease, images);
        var plan = NetworkCatalog.Plan(lease.Job.Network, lease.Job.Configuration, lease.Job.BaseResolution, images.Dataset.Classes.Length);
        network = new(plan);
        network.to(device);
        network.Restore(Safetensors.Read(model).Tensors);
        augmentation = new(images, plan.InputSize);
        indices = arange(images.Test.Count, device: device).DetachFromDisposeScope();
        tally = new(plan.Classes, device);
    }

    public int Steps => Evaluation.Batches(images.Test.Count);

    /// <returns>Images of the step.</returns>
    public int Step(int step)
    {
        using var scope = NewDisposeScope();
        var batch = Evaluation.Batch(indices, step);
        Evaluation.Judge(network, augmentation, images.Test, batch, tally);
        return (int)batch.shape[0];
    }

    public TestResult Result() => new() { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = tally.Accuracy, Loss = tally.Loss };

    public void Dispose()
    {
        network.Dispose();
        indices.Dispose();
        tally.Dispose();
    }
}
