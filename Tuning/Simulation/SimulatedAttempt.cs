namespace Paretune.Tuning.Simulation;

/// <summary>The results of one lease on a worker of a given speed.</summary>
internal sealed class SimulatedAttempt(Lease lease, ITruth truth, int candidate, double speed, bool isCounted)
{
    public Lease Lease => lease;

    /// <summary>Index into the truth's candidates.</summary>
    public int Candidate => candidate;

    /// <summary>The last epoch trained; 0 before the first.</summary>
    public int Trained { get; set; }

    public double SecondsOf(int epoch) => truth.At(candidate, epoch).Seconds / speed;

    /// <summary>Seconds of an epoch on a worker of speed 1.</summary>
    public double NominalSecondsOf(int epoch) => truth.At(candidate, epoch).Seconds;

    public Report Report(int epoch)
    {
        var (accuracy, loss, seconds) = truth.At(candidate, epoch);
        return new()
        {
            Trial = lease.Trial,
            Attempt = lease.Attempt,
            Epoch = epoch,
            TrainLoss = loss,
            TrainAccuracy = accuracy,
            ValidationLoss = loss,
            Accuracy = accuracy,
            LearningRate = lease.Job.Configuration.LearningRate,
            Seconds = seconds / speed,
            ImagesPerSecond = 0,
            PeakMemoryBytes = 0,
            Model = Model(epoch),
        };
    }

    public TestResult TestResult(double accuracy) =>
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Accuracy = accuracy, Loss = 0 };

    public AttemptEnd End(AttemptFailure failure, string message) =>
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Failure = failure, Message = message };

    /// <summary>Returns a renewal of this attempt's lease.</summary>
    public LeaseRenewal Renewal() => new(
        new() { Trial = lease.Trial, Attempt = lease.Attempt, Epoch = 1, Step = 1, Steps = 1, ImagesPerSecond = 0 }, TimeSpan.Zero);

    /// <summary>A custom trainer's model is counted with each report; latency is measured with the last one.</summary>
    private ModelMeasurements? Model(int epoch)
    {
        var cost = isCounted ? truth.Candidates[candidate].Cost : null;
        var latency = epoch == lease.Job.Epochs && truth.Latency(candidate) is { } milliseconds && lease.Job.Latency is { } precision
            ? new Latency(precision, milliseconds, milliseconds, milliseconds, Runs: 1) : null;
        return cost is null && latency is null ? null : new(null, latency, cost);
    }
}
