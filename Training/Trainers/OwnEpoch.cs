using Paretune.Training.Loop;

namespace Paretune.Training.Trainers;

/// <summary>One epoch of a training of the users' own.</summary>
internal sealed class OwnEpoch(OwnTraining run, int epoch) : IEpoch
{
    private readonly Score training = run.NewScore();
    private readonly Score validation = run.NewScore();

    public long Examples => training.Examples;
    public bool IsFinite => training.IsFinite;
    public int ValidationSteps => run.Batches(DataPart.Validation);

    public (long Examples, double LearningRate) Step(int step) => run.Step(epoch, step, training);

    public void Validate(int step) => run.Judge(DataPart.Validation, step, validation);

    public EpochFigures Figures()
    {
        training.Check(nameof(ITraining.Step));
        validation.Check(nameof(ITraining.Judge));
        return new(training.Loss, training.Accuracy, validation.Loss, validation.Accuracy, ClassAccuracy: [], TopFive: null);
    }

    public void Dispose()
    {
        training.Dispose();
        validation.Dispose();
    }
}
