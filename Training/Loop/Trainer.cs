using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Trainers;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// Trains and tests what leases ask for on one device. All calls and every step of the iterators must come from one thread: torch keeps
/// gradient mode and dispose scopes per thread.
/// </summary>
/// <param name="images">Where images come from; the last dataset stays on the device.</param>
/// <param name="trainers">The custom trainers.</param>
/// <param name="files">Where checkpoints and models lie.</param>
/// <param name="device"><c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="gate">Shared by the trainers of a process; a trainer that is alone needs none.</param>
public sealed class Trainer(
    IImageSource images, TrainerLoader trainers, IFileStore files, string device, TimeProvider time, ILogger<Trainer> logger,
    StepGate? gate = null) : IDisposable
{
    private readonly StepGate _gate = gate ?? new();
    private readonly TrainingLoop _training = new(files, time, logger);
    private readonly TestLoop _test = new(files, time, logger);
    private Device? _device;
    private ResidentImages? _resident;
    private string? _residentIdentity;

    /// <summary>
    /// Does what the lease asks for. Progress comes about twice a second and each epoch's report after its checkpoint is in the store.
    /// To stop, do not ask for the next signal.
    /// </summary>
    /// <exception cref="DeviceOutOfMemoryException">A step does not fit the device.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it, between two steps.</exception>
    public IEnumerable<Signal> Run(Lease lease, CancellationToken cancellation)
    {
        if (NetworkCatalog.IsFormer(lease.Job.Network))
            throw new InvalidOperationException(
                $"network {lease.Job.Network} is of an older version and trains nothing; cancel the search, or let it go on where "
                + "Paretune:Devices is simulated:N");
        using var iterator = (lease.Kind == LeaseKind.Test ? Test(lease) : Train(lease)).GetEnumerator();
        while (Next(iterator))
        {
            cancellation.ThrowIfCancellationRequested();
            if (iterator.Current is not null)
                yield return iterator.Current;
        }
    }

    public void Dispose() => _resident?.Dispose();

    private IEnumerable<Signal?> Train(Lease lease)
    {
        using IAttempt attempt = lease.Job.Trainer is { } trainer
            ? new CustomAttempt(lease, Custom(lease, trainer))
            : new NetworkAttempt(lease, Resident(lease.Job.Dataset), TorchDevice(), new(_gate, time, logger), logger);
        foreach (var signal in _training.Run(lease, attempt))
            yield return signal;
    }

    private IEnumerable<Signal?> Test(Lease lease)
    {
        using IModelTest test = lease.Job.Trainer is { } trainer
            ? new CustomTest(lease, Custom(lease, trainer))
            : new NetworkTest(lease, Resident(lease.Job.Dataset), TorchDevice(), new(_gate, time, logger));
        foreach (var signal in _test.Run(lease, test))
            yield return signal;
    }

    private CustomTraining Custom(Lease lease, string trainer) =>
        new(lease, trainers.Load(trainer), new(
            lease.Job, lease.Trial.Number, TorchDevice(), trainers.Folder(trainer), lease.MicroBatchDivisor)
        {
            Images = () => lease.Job.Dataset == trainer
                ? throw new InvalidOperationException(
                    $"the search names no data set, so trainer {trainer} must bring its data itself; name one under dataset")
                : ImagePart.Of(images.Open(lease.Job.Dataset), lease.Job.Seed, lease.Job.TrainImages),
        });

    private ResidentImages Resident(string dataset)
    {
        // Not by name: others may have been imported under it since. Asked before they are read, so that at worst they are read twice.
        var identity = images.Identity(dataset);
        if (_resident is not null && _residentIdentity == identity)
            return _resident;
        _resident?.Dispose();
        _resident = null;
        _resident = new(images.Open(dataset), TorchDevice());
        _residentIdentity = identity;
        return _resident;
    }

    private Device TorchDevice()
    {
        LibtorchLoader.Load();
        return _device ??= Own(torch.device(device));
    }

    private static Device Own(Device device)
    {
        if (device.type == DeviceType.CUDA)
            CudaGraphCalls.Found?.UseOwnStream(device.index);
        return device;
    }

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
}
