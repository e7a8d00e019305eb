using Paretune.Training.Loop;
using Paretune.Training.Models;

namespace Paretune.Training.Trainers;

/// <summary>Tests the best model of a custom trainer on its test examples.</summary>
internal sealed class CustomTest(Lease lease, CustomTraining training) : IModelTest
{
    private readonly Score _score = training.NewScore();

    public int Batches => training.Batches(DataPart.Test);

    public void Load(Stream model) => training.Model.Restore(Safetensors.Read(model).Tensors);

    public long Evaluate(int batch) => training.Judge(DataPart.Test, batch, _score);

    public IEnumerable<Signal?> Finish(AttemptStore store) => [];

    public TestResult Result()
    {
        _score.Check(nameof(ITraining.Judge));
        return new() { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = _score.Accuracy, Loss = _score.Loss };
    }

    public void Dispose()
    {
        _score.Dispose();
        training.Dispose();
    }
}
