using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Paretune.Training.Checkpoints;
using Paretune.Training.Datasets;
using Paretune.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// Trains and tests what leases ask for on one device. All calls and every step of the iterators must come from one thread: torch keeps
/// gradient mode and dispose scopes per thread.
/// </summary>
/// <param name="images">Where images come from; the last data set stays on the device.</param>
/// <param name="home">The folder that checkpoints and models lie under.</param>
/// <param name="device"><c>cpu</c> or <c>cuda:0</c>.</param>
public sealed class Trainer(IImageSource images, string home, string device, TimeProvider time, ILogger<Trainer> logger) : IDisposable
{
    private ResidentImages? resident;
    private string? residentIdentity;
    private Device? torchDevice;

    /// <summary>
    /// Does what the lease asks for. Progress comes about twice a second and each epoch's report after its checkpoint is on the disk.
    /// To stop, do not ask for the next signal.
    /// </summary>
    /// <exception cref="DeviceOutOfMemoryException">A step does not fit the device.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it, between two steps.</exception>
    public IEnumerable<Signal> Run(Lease lease, CancellationToken cancellation)
    {
        var signals = lease.Kind == LeaseKind.Test ? Test(lease) : Train(lease);
        using var iterator = signals.GetEnumerator();
        while (Next(iterator))
        {
            cancellation.ThrowIfCancellationRequested();
            if (iterator.Current is not null)
                yield return iterator.Current;
        }
    }

    public void Dispose() => resident?.Dispose();

    /// <summary>A null is a step with nothing to tell, where a cancel is looked for.</summary>
    private IEnumerable<Signal?> Train(Lease lease)
    {
        var folder = new TrialFolder(home, lease.Trial);
        var checkpoints = new CheckpointStore(folder, lease.Attempt, logger);
        using var run = new TrainingRun(lease, Resident(lease.Job.Dataset), Device());
        GoOn(run, checkpoints, lease);
        if (run.Progress is { } reached && (reached.Report.Epoch > lease.ReportedEpochs || reached.Report.Epoch == lease.Job.Epochs))
        {
            // The crash came between the checkpoint and the ledger: this epoch is trained but was never told.
            Finish(run, folder, lease);
            yield return reached.Report with { Attempt = lease.Attempt };
        }

        for (var epoch = (run.Progress?.Report.Epoch ?? 0) + 1; epoch <= lease.Job.Epochs; epoch++)
        {
            using var trained = new EpochRun(run, lease, epoch, Device(), time);
            foreach (var signal in trained.Signals())
                yield return signal;
            run.End(trained.Progress(run.Progress));
            run.Save(checkpoints);
            Finish(run, folder, lease);
            yield return run.Progress!.Report;
        }
    }

    private IEnumerable<Signal?> Test(Lease lease)
    {
        using var run = new TestRun(lease, Resident(lease.Job.Dataset), Device(), new TrialFolder(home, lease.Trial));
        var pace = new Pace(time);
        for (var step = 0; step < run.Steps; step++)
        {
            var speed = pace.Count(run.Step(step));
            yield return speed is null ? null : new StepProgress
            {
                Trial = lease.Trial,
                Attempt = lease.Attempt,
                Epoch = lease.Job.Epochs,
                Step = step + 1,
                Steps = run.Steps,
                ImagesPerSecond = speed.Value,
            };
        }

        yield return run.Result();
    }

    private static void GoOn(TrainingRun run, CheckpointStore checkpoints, Lease lease)
    {
        using var checkpoint = checkpoints.Newest(lease.ReportedEpochs);
        if (checkpoint is not null)
            run.GoOnFrom(checkpoint);
    }

    private void Finish(TrainingRun run, TrialFolder folder, Lease lease)
    {
        // The kept model is in every checkpoint; it becomes a file of its own once it is final.
        if (run.Progress!.Report.Epoch == lease.Job.Epochs && run.Best.Count > 0)
            ModelFile.Write(folder.Model(lease.Attempt), run.Best, lease.Job, run.Plan, resident!);
    }

    private static bool Next(IEnumerator<Signal?> iterator)
    {
        try
        {
            return iterator.MoveNext();
        }
        catch (ExternalException problem) when (DeviceMemory.IsExhausted(problem))
        {
            throw new DeviceOutOfMemoryException($"the device ran out of memory: {problem.Message}", problem);
        }
    }

    private ResidentImages Resident(string dataset)
    {
        // Not by name: others may have been imported under it since. Asked before they are read, so that at worst they are read twice.
        var identity = images.Identity(dataset);
        if (resident is not null && residentIdentity == identity)
            return resident;
        resident?.Dispose();
        resident = null;
        resident = new(images.Open(dataset), Device());
        residentIdentity = identity;
        return resident;
    }

    private Device Device()
    {
        LibtorchLoader.Load();
        return torchDevice ??= torch.device(device);
    }
}
