using Paretune.Training.Evaluation;
using Paretune.Training.Export;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>Tests the best model of one of Paretune's networks on the test images.</summary>
internal sealed class NetworkTest : IModelTest
{
    private readonly Lease _lease;
    private readonly ResidentImages _images;
    private readonly ModelFiles _files;
    private readonly NetworkPlan _plan;
    private readonly Split _split;
    private readonly NetworkInput _input;
    private readonly PlannedNetwork _network;
    private readonly Tensor _indices;
    private readonly Evaluator _test;
    private readonly BatchMetrics _metrics;
    private readonly PredictionLog _predictions;

    public NetworkTest(Lease lease, ResidentImages images, Device device, ModelFiles files)
    {
        (_lease, _images, _files) = (lease, images, files);
        _plan = NetworkCatalog.Plan(lease.Job.Network, lease.Job.Configuration, lease.Job.BaseResolution, NetworkEnds.From(images.Dataset));
        // The initial weights do not matter, because the model's replace them.
        _network = PlannedNetwork.Seeded(_plan, seed: 0);
        _network.to(device);
        _indices = KeptScalar.Range(images.Test.Count, device).DetachFromDisposeScope();              // [test] int64
        _split = new(images.Train.Labels, lease.Job, device, images.Dataset.ValidationImages);
        _input = new(images, _split, _plan.InputSize, lease.Job);
        _test = new(lease, _network, _input, images.Test, _indices);
        _metrics = new(_plan.Classes, device, isRanked: true);
        _predictions = new(_plan.Classes, images.Test, _indices);
    }

    public int Batches => _test.Batches;

    public void Load(Stream model) => _network.Restore(Safetensors.Read(model).Tensors);

    public long Evaluate(int batch) => _test.Evaluate(batch, (logits, labels) =>
    {
        _metrics.Add(logits, labels, nn.functional.cross_entropy(logits, labels));
        _predictions.Add(logits);
    });

    /// <summary>Writes the exports of the model and measures their latency.</summary>
    public IEnumerable<Signal?> Finish(AttemptStore store)
    {
        using var export = _files.Export(_lease, _network, _plan, _images, _split, _input, ExportOrder.OfFront);
        foreach (
            var signal in _files.WriteExport(export, new(AreTest: true, _predictions.Confusion()), _lease, _lease.ModelAttempt, store))
            yield return signal;
    }

    public TestResult Result() => new()
    {
        Trial = _lease.Trial,
        Attempt = _lease.Attempt,
        Accuracy = _metrics.Accuracy,
        Loss = _metrics.Loss,
        TopFive = _metrics.TopFive,
        Balanced = _split.IsUnbalanced ? _metrics.Balanced : null,
    };

    public void Dispose()
    {
        _input.Dispose();
        _split.Dispose();
        _predictions.Dispose();
        _network.Dispose();
        _indices.Dispose();
        _metrics.Dispose();
    }
}
