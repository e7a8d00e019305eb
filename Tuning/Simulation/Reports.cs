namespace Paretune.Tuning.Simulation;

/// <summary>Creates the reports that a worker sends, from the results of a truth.</summary>
internal static class Reports
{
    public static Report Create(Lease lease, int epoch, EpochTruth truth, double speed, ModelMeasurements? model) => new()
    {
        Trial = lease.Trial,
        Attempt = lease.Attempt,
        Epoch = epoch,
        TrainLoss = truth.ValidationLoss,
        TrainAccuracy = truth.Accuracy,
        ValidationLoss = truth.ValidationLoss,
        Accuracy = truth.Accuracy,
        LearningRate = lease.Job.Configuration.LearningRate,
        Seconds = truth.Seconds / speed,
        ImagesPerSecond = 0,
        PeakMemoryBytes = 0,
        Model = model,
    };

    public static TestResult TestOf(Lease lease, double accuracy) =>
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = accuracy, Loss = 0 };
}
