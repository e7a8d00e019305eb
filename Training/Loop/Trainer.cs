using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;
using Paretune.Training.Images;
using Paretune.Training.Trainers;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// Trains and tests the trials of leases on one device. All calls and every step of the iterators must come from one thread: torch keeps
/// gradient mode and dispose scopes per thread.
/// </summary>
/// <param name="device">The device; several trainers may share one, each on its own thread.</param>
/// <param name="trainers">The custom trainers.</param>
/// <param name="files">The store of checkpoints and models.</param>
/// <param name="gate">Shared by the trainers of a process; not needed for a single trainer.</param>
public sealed partial class Trainer(
    TrainingDevice device, TrainerLoader trainers, IFileStore files, TimeProvider time, ILogger<Trainer> logger, StepGate? gate = null)
{
    private readonly StepGate _gate = gate ?? new();
    private readonly TrainingLoop _training = new(files, time, logger);
    private readonly TestLoop _test = new(files, time, logger);
    private readonly StoreWait _wait = new(time, logger);
    private Device? _device;

    /// <summary>
    /// Trains or tests as the lease says. Yields progress about twice a second, and each epoch's report once its checkpoint is in the
    /// store. To stop, do not ask for the next signal.
    /// </summary>
    /// <exception cref="DeviceOutOfMemoryException">A step needs more memory than the device has.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled between two steps.</exception>
    public IEnumerable<Signal> Run(Lease lease, CancellationToken cancellation)
    {
        if (NetworkCatalog.IsFormer(lease.Job.Network))
            throw new InvalidOperationException(
                $"network {lease.Job.Network} is of an older version and cannot be trained; submit another search with a network of "
                + "this version, or continue it on simulated devices (Paretune:Devices) to see its decisions");
        using var iterator = (lease.Kind == LeaseKind.Test ? Test(lease) : Train(lease)).GetEnumerator();
        while (Next(iterator))
        {
            cancellation.ThrowIfCancellationRequested();
            if (iterator.Current is not null)
                yield return iterator.Current;
        }
    }

    private IEnumerable<Signal?> Train(Lease lease) => lease.Job.Trainer is not null
        ? OnMachine(lease, () => With(() => new CustomAttempt(lease, Custom(lease)), attempt => _training.Run(lease, attempt)))
        : OnDevice(lease, images => With(
            () => new NetworkAttempt(lease, images, TorchDevice(), new(_gate, time, logger), logger),
            attempt => _training.Run(lease, attempt)));

    private IEnumerable<Signal?> Test(Lease lease) => lease.Job.Trainer is not null
        ? OnMachine(lease, () => With(() => new CustomTest(lease, Custom(lease)), test => _test.Run(lease, test)))
        : OnDevice(lease, images => With(
            () => new NetworkTest(lease, images, TorchDevice(), new(_gate, time, logger)), test => _test.Run(lease, test)));

    private static IEnumerable<Signal?> With<T>(Func<T> open, Func<T, IEnumerable<Signal?>> run) where T : IDisposable
    {
        using var opened = open();
        foreach (var signal in run(opened))
            yield return signal;
    }

    /// <summary>Runs once the dataset is on this machine. While the dataset's store is unavailable the trial waits.</summary>
    private IEnumerable<Signal?> OnMachine(Lease lease, Func<IEnumerable<Signal?>> run)
    {
        if (lease.Job.Dataset != lease.Job.Trainer)
            foreach (var waiting in _wait.For(
                left => device.Prepare(lease.Job.Dataset, lease.Job.Content, left),
                ProgressPace.Waiting(lease, lease.ReportedEpochs, steps: 0)))
                yield return waiting;
        foreach (var signal in run())
            yield return signal;
    }

    private IEnumerable<Signal?> OnDevice(Lease lease, Func<ResidentImages, IEnumerable<Signal?>> run) =>
        OnMachine(lease, () => WithImages(lease, run));

    /// <summary>Runs with the dataset on the device, once there is memory for the network beside other trials.</summary>
    private IEnumerable<Signal?> WithImages(Lease lease, Func<ResidentImages, IEnumerable<Signal?>> run)
    {
        TorchDevice();
        using var held = device.Open(lease.Job.Dataset, lease.Job.Content);
        using var place = device.Memory.Ask(Need(lease, held.Images));
        foreach (var waiting in UntilGranted(lease, place))
            yield return waiting;
        foreach (var signal in run(held.Images))
            yield return signal;
    }

    private IEnumerable<StepProgress> UntilGranted(Lease lease, MemoryShare.Place place)
    {
        if (!place.Granted.IsCompleted)
            LogWaits(lease.Trial, lease.Attempt, place.Bytes >> 20, device.Name);
        return _wait.For(_ => place.Granted, ProgressPace.Waiting(lease, lease.ReportedEpochs, steps: 0));
    }

    private long Need(Lease lease, ResidentImages images)
    {
        var job = lease.Job;
        var plan = NetworkCatalog.Plan(job.Network, job.Configuration, job.BaseResolution, NetworkEnds.From(images.Dataset));
        return lease.Kind == LeaseKind.Test
            ? TrainingMemory.OfEvaluation(plan, job.Configuration.BatchSize)
            : TorchDevice().type == DeviceType.CUDA && lease.MicroBatchDivisor == 1
                ? TrainingMemory.OfRecordedStep(plan, job.Configuration.BatchSize)
                : TrainingMemory.OfStep(plan, job.Configuration.BatchSize / lease.MicroBatchDivisor);
    }

    private CustomTraining Custom(Lease lease) =>
        new(lease, trainers.Load(lease.Job), new(
            lease.Job, lease.Trial.Number, TorchDevice(), trainers.Folder(lease.Job), lease.MicroBatchDivisor)
        {
            Images = () => lease.Job.Dataset == lease.Job.Trainer
                ? throw new InvalidOperationException(
                    $"the search has no dataset, so trainer {lease.Job.Trainer} must provide its own data; or set dataset")
                : ImagePart.Create(device.Read(lease.Job.Dataset, lease.Job.Content), lease.Job.Seed, lease.Job.TrainImages),
        });

    private Device TorchDevice() => _device ??= TrainingDevice.Own(device.Name);

    private bool Next(IEnumerator<Signal?> iterator)
    {
        try
        {
            return _gate.Step(iterator.MoveNext);
        }
        catch (ExternalException problem) when (DeviceMemory.IsExhausted(problem))
        {
            throw new DeviceOutOfMemoryException($"the device ran out of memory: {problem.Message}", problem);
        }
    }

    [LoggerMessage(
        LogLevel.Information, "Trial {Trial} attempt {Attempt} needs about {Megabytes} MiB of {Device} and waits until others release "
            + "memory")]
    private partial void LogWaits(TrialId trial, int attempt, long megabytes, string device);
}
