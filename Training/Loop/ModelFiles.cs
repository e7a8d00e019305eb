using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Paretune.Models.Cards;
using Paretune.Storage.Files;
using Paretune.Training.Evaluation;
using Paretune.Training.Export;
using Paretune.Training.Images;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;

namespace Paretune.Training.Loop;

/// <summary>Writes a trained network's files other than the model: its evaluation, and its exports with the model card.</summary>
internal sealed partial class ModelFiles(StepGate gate, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// Evaluates the validation images and writes the results, with a sheet of the most confident mistakes if there are any.
    /// </summary>
    public IEnumerable<Signal?> WriteEvaluation(Lease lease, BestModelEvaluation best, AttemptStore store)
    {
        var pace = new ProgressPace(lease, time);
        for (var batch = 0; batch < best.Batches; batch++)
        {
            best.Evaluate(batch);
            yield return store.Working(pace);
        }

        var (evaluation, sheet) = best.Result();
        var file = TrialFile.Evaluation(lease.Trial, lease.Attempt);
        foreach (var signal in store.Write(file, stream => JsonSerializer.Serialize(stream, evaluation, ParetuneJson.Options)))
            yield return signal;
        if (sheet.Length == 0)
            yield break;
        foreach (var signal in store.Write(TrialFile.Mistakes(lease.Trial, lease.Attempt), stream => stream.Write(sheet)))
            yield return signal;
    }

    /// <summary>Prepares the export of the network's current weights.</summary>
    public ExportRun Export(Lease lease, PlannedNetwork network, NetworkPlan plan, ResidentImages images, Split split, NetworkInput input,
        ExportOrder order) => new(lease, network, plan, images, split, input, order, gate, time);

    /// <param name="attempt">The attempt to which the model belongs.</param>
    public IEnumerable<Signal?> WriteExport(ExportRun export, JudgedImages judged, Lease lease, int attempt, AttemptStore store)
    {
        var pace = new ProgressPace(lease, time);
        foreach (var _ in export.Work())
            yield return store.Working(pace);
        if (export.Exports.Error is { Length: > 0 } error)
            LogNotExported(lease.Trial, attempt, error);
        foreach (var (precision, bytes) in export.Files)
            foreach (var signal in store.Write(TrialFile.Onnx(lease.Trial, attempt, precision), file => file.Write(bytes)))
                yield return signal;
        var card = Encoding.UTF8.GetBytes(ModelCard.Format(export.Card(judged)));
        foreach (var signal in store.Write(TrialFile.Card(lease.Trial, attempt), file => file.Write(card)))
            yield return signal;
        var exports = TrialFile.Exports(lease.Trial, attempt);
        foreach (var signal in store.Write(exports, file => JsonSerializer.Serialize(file, export.Exports, ParetuneJson.Options)))
            yield return signal;
    }

    [LoggerMessage(LogLevel.Error, "Trial {Trial} attempt {Attempt} has no ONNX file: {Error}")]
    private partial void LogNotExported(TrialId trial, int attempt, string error);
}
