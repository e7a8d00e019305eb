using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>One epoch of one of Paretune's networks: its order of images, what it draws, and what it made of them.</summary>
internal sealed class NetworkEpoch : IEpoch
{
    private readonly TrainingRun run;
    private readonly int epoch;
    private readonly Generator generator;
    private readonly Tensor order;
    private readonly Tally training;
    private readonly Tally validation;

    public NetworkEpoch(TrainingRun run, Lease lease, int epoch, Device device)
    {
        (this.run, this.epoch) = (run, epoch);
        generator = new((ulong)Seeds.Of(lease, Draw.Epoch, epoch), CPU);
        order = run.Shuffle(generator);
        training = new(run.Plan.Classes, device);
        validation = new(run.Plan.Classes, device, isRanked: true);
    }

    public long Examples => order.shape[0];
    public bool IsFinite => training.IsFinite();
    public int ValidationSteps => run.ValidationSteps;

    public (long Examples, double LearningRate) Step(int step) => run.Step(epoch, step, order, generator, training);

    public void Validate(int step) => run.Validate(step, validation);

    public EpochFigures Figures() =>
        new(training.Loss, training.Accuracy, validation.Loss, validation.Accuracy, validation.ClassAccuracy, validation.TopFive);

    public void Dispose()
    {
        generator.Dispose();
        order.Dispose();
        training.Dispose();
        validation.Dispose();
    }
}
