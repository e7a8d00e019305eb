using Paretune.Models.Cards;
using Paretune.Training.Export;
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
    private readonly NetworkPlan plan;
    private readonly Split split;
    private readonly PlannedNetwork network;
    private readonly Tensor indices;
    private readonly Evaluation evaluation;
    private readonly Tally tally;
    private readonly Verdicts verdicts;

    public TestRun(Lease lease, ResidentImages images, Device device, Stream model)
    {
        (this.lease, this.images) = (lease, images);
        plan = NetworkCatalog.Plan(lease.Job.Network, lease.Job.Configuration, lease.Job.BaseResolution, images.Dataset.Classes.Length);
        // Any weights do: the model's take their place.
        network = PlannedNetwork.Seeded(plan, seed: 0);
        network.to(device);
        network.Restore(Safetensors.Read(model).Tensors);
        indices = arange(images.Test.Count, device: device).DetachFromDisposeScope();
        evaluation = new(lease, network, new(images, plan.InputSize), images.Test, indices);
        tally = new(plan.Classes, device, isRanked: true);
        verdicts = new(plan.Classes, images.Test, indices);
        split = new(images.Train.Labels, lease.Job.Seed, device, lease.Job.TrainImages);
    }

    public int Steps => evaluation.Steps;

    /// <inheritdoc cref="Evaluation.Step(int, Tally)"/>
    public int Step(int step) => evaluation.Step(step, (logits, labels) =>
    {
        tally.Add(logits, labels, nn.functional.cross_entropy(logits, labels));
        verdicts.Add(logits);
    });

    /// <summary>What the model makes of the test images.</summary>
    public JudgedImages Judged()
    {
        using var confusion = verdicts.Confusion();
        return new(AreTest: true, KeptRun.Rows(confusion));
    }

    public TestResult Result() => new() { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = tally.Accuracy, Loss = tally.Loss, TopFive = tally.TopFive };

    /// <summary>Every file of the model, each timed.</summary>
    public ExportRun Export(StepGate gate, TimeProvider time) => new(lease, network, plan, images, split, ExportOrder.OfFront, gate, time);

    public void Dispose()
    {
        split.Dispose();
        verdicts.Dispose();
        network.Dispose();
        indices.Dispose();
        tally.Dispose();
    }
}
