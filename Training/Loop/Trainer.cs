using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Paretune.Models.Cards;
using Paretune.Storage.Datasets;
using Paretune.Storage.Files;
using Paretune.Training.Export;
using Paretune.Training.Libtorch;
using Paretune.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>
/// Trains and tests what leases ask for on one device. All calls and every step of the iterators must come from one thread: torch keeps
/// gradient mode and dispose scopes per thread.
/// </summary>
/// <param name="images">Where images come from; the last data set stays on the device.</param>
/// <param name="trainers">Those of the users' own.</param>
/// <param name="files">Where checkpoints and models lie.</param>
/// <param name="device"><c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="gate">Shared by the trainers of a process; a trainer that is alone needs none.</param>
public sealed partial class Trainer(
    IImageSource images, TrainerLoader trainers, IFileStore files, string device, TimeProvider time, ILogger<Trainer> logger, StepGate? gate = null) : IDisposable
{
    private readonly AttemptLoop attempts = new(files, time, logger);
    private readonly StepGate steps = gate ?? new();
    private ResidentImages? resident;
    private string? residentIdentity;
    private Device? torchDevice;

    /// <summary>
    /// Does what the lease asks for. Progress comes about twice a second and each epoch's report after its checkpoint is in the store.
    /// To stop, do not ask for the next signal.
    /// </summary>
    /// <exception cref="DeviceOutOfMemoryException">A step does not fit the device.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> asked for it, between two steps.</exception>
    public IEnumerable<Signal> Run(Lease lease, CancellationToken cancellation)
    {
        var signals = lease.Job.Trainer is not null ? Own(lease)
            : lease.Kind == LeaseKind.Test ? Test(lease)
            : Train(lease);
        using var iterator = signals.GetEnumerator();
        while (Next(iterator))
        {
            cancellation.ThrowIfCancellationRequested();
            if (iterator.Current is not null)
                yield return iterator.Current;
        }
    }

    public void Dispose() => resident?.Dispose();

    private IEnumerable<Signal?> Own(Lease lease)
    {
        var loop = new OwnLoop(trainers, images, attempts, Device(), time);
        return lease.Kind == LeaseKind.Test ? loop.Test(lease) : loop.Train(lease);
    }

    private IEnumerable<Signal?> Train(Lease lease)
    {
        using var run = new TrainingRun(lease, Resident(lease.Job.Dataset), Device());
        foreach (var signal in attempts.Train(lease, run, () => Finish(run, lease)))
            yield return signal;
    }

    private IEnumerable<Signal?> Test(Lease lease)
    {
        // Before the wait, whose signals are no measure of how long a data set takes.
        var images = Resident(lease.Job.Dataset);
        TestRun? opened = null;
        foreach (var waiting in attempts.Model(lease, model => opened = new(lease, images, Device(), model)))
            yield return waiting;
        using var run = opened!;
        var pace = new Pace(time);
        for (var step = 0; step < run.Steps; step++)
            yield return AttemptLoop.Told(pace.Count(run.Step(step)), lease, lease.Job.Epochs, step + 1, run.Steps);

        using var export = run.Export(steps, time);
        foreach (var waiting in Exported(export, run.Judged(), lease, lease.ModelAttempt, AttemptLoop.Waiting(lease, lease.Job.Epochs, run.Steps)))
            yield return waiting;
        yield return run.Result();
    }

    /// <summary>
    /// The kept model is in every checkpoint; it becomes a file of its own once it is final, and is judged once more for what it gets wrong.
    /// A crash in between leaves the last checkpoint, from which the next attempt does all of this again.
    /// </summary>
    private IEnumerable<Signal?> Finish(TrainingRun run, Lease lease)
    {
        if (run.Progress!.Report.Epoch != lease.Job.Epochs || run.Best.Count == 0)
            yield break;
        var waiting = AttemptLoop.Waiting(lease, lease.Job.Epochs, run.Steps);
        var model = TrialFile.Model(lease.Trial, lease.Attempt);
        foreach (var signal in attempts.Written(model, file => ModelFile.Write(file, run.Best, lease.Job, run.Plan, resident!), waiting))
            yield return signal;
        using var kept = run.Kept();
        foreach (var signal in Judge(kept, lease, waiting))
            yield return signal;
        using var export = run.Export(ExportOrder.OfTrained(lease.Job), steps, time);
        foreach (var signal in Exported(export, new(AreTest: false, kept.Confusion()), lease, lease.Attempt, waiting))
            yield return signal;
        run.Figures = export.Figures;
    }

    private IEnumerable<Signal?> Judge(KeptRun kept, Lease lease, StepProgress meanwhile)
    {
        var pace = new Pace(time);
        for (var step = 0; step < kept.Steps; step++)
        {
            kept.Step(step);
            yield return pace.Count(0) is null ? null : meanwhile;
        }

        var (evaluation, sheet) = kept.Result();
        var file = TrialFile.Evaluation(lease.Trial, lease.Attempt);
        foreach (var signal in attempts.Written(file, stream => JsonSerializer.Serialize(stream, evaluation, ParetuneJson.Options), meanwhile))
            yield return signal;
        if (sheet.Length == 0)
            yield break;
        foreach (var signal in attempts.Written(TrialFile.Mistakes(lease.Trial, lease.Attempt), stream => stream.Write(sheet), meanwhile))
            yield return signal;
    }

    /// <param name="attempt">The one whose model it is.</param>
    private IEnumerable<Signal?> Exported(ExportRun export, JudgedImages judged, Lease lease, int attempt, StepProgress meanwhile)
    {
        var pace = new Pace(time);
        foreach (var _ in export.Work())
            yield return pace.Count(0) is null ? null : meanwhile;
        if (export.Exports.Fault is { Length: > 0 } fault)
            LogNotExported(lease.Trial, attempt, fault);
        foreach (var (precision, bytes) in export.Files)
            foreach (var signal in attempts.Written(TrialFile.Onnx(lease.Trial, attempt, precision), file => file.Write(bytes), meanwhile))
                yield return signal;
        var card = Encoding.UTF8.GetBytes(ModelCard.Of(export.Card(judged)));
        foreach (var signal in attempts.Written(TrialFile.Card(lease.Trial, attempt), file => file.Write(card), meanwhile))
            yield return signal;
        var exports = TrialFile.Exports(lease.Trial, attempt);
        foreach (var signal in attempts.Written(exports, file => JsonSerializer.Serialize(file, export.Exports, ParetuneJson.Options), meanwhile))
            yield return signal;
    }

    private bool Next(IEnumerator<Signal?> iterator)
    {
        try
        {
            return steps.Step(iterator.MoveNext);
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

    [LoggerMessage(LogLevel.Error, "Trial {Trial} attempt {Attempt} gets no ONNX file: {Fault}")]
    private partial void LogNotExported(TrialId trial, int attempt, string fault);
}
