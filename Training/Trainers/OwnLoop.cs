using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Training.Loop;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>What <see cref="Trainer"/> does for a lease of a trainer of the users' own; a null is a step with nothing to tell.</summary>
internal sealed class OwnLoop(TrainerLoader trainers, IImageSource images, AttemptLoop attempts, Device device, TimeProvider time)
{
    public IEnumerable<Signal?> Train(Lease lease)
    {
        using var run = Start(lease);
        foreach (var signal in attempts.Train(lease, run, () => Finish(run, lease)))
            yield return signal;
    }

    public IEnumerable<Signal?> Test(Lease lease)
    {
        using var run = Start(lease);
        foreach (var waiting in attempts.Model(lease, run.Take))
            yield return waiting;
        using var score = run.NewScore();
        var (pace, batches) = (new Pace(time), run.Batches(DataPart.Test));
        for (var batch = 0; batch < batches; batch++)
            yield return AttemptLoop.Told(pace.Count(run.Judge(DataPart.Test, batch, score)), lease, lease.Job.Epochs, batch + 1, batches);
        score.Check(nameof(ITraining.Judge));
        yield return new TestResult { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = score.Accuracy, Loss = score.Loss };
    }

    private OwnTraining Start(Lease lease)
    {
        var name = lease.Job.Trainer!;
        return new(lease, trainers.Load(name), new(lease.Job, lease.Trial.Number, device, trainers.Folder(name), lease.MicroBatchDivisor)
        {
            Images = () => lease.Job.Dataset == name
                ? throw new InvalidOperationException(
                    $"the search names no data set, so trainer {name} must bring its data itself; name one under dataset")
                : ImagePart.Of(images.Open(lease.Job.Dataset), lease.Job.Seed, lease.Job.TrainImages),
        });
    }

    /// <summary>The kept model is in every checkpoint; it becomes a file of its own once it is final.</summary>
    private IEnumerable<Signal?> Finish(OwnTraining run, Lease lease) => run.Progress!.Report.Epoch != lease.Job.Epochs || !run.HasBest
        ? []
        : attempts.Written(TrialFile.Model(lease.Trial, lease.Attempt), run.Write, AttemptLoop.Waiting(lease, lease.Job.Epochs, run.Steps));
}
