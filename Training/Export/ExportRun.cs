using System.Collections.Immutable;
using Paretune.Models.Cards;
using Paretune.Models.Onnx;
using Paretune.Models.Running;
using Paretune.Training.Images;
using Paretune.Training.Loop;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Export;

/// <summary>
/// Writes a network's weights as ONNX files and finds out in the same go what they are worth: each runs on the validation images beside
/// torch, and is timed where that is asked for.
/// </summary>
internal sealed class ExportRun : IDisposable
{
    /// <summary>A logit may differ so much from torch's, or that share of the largest logit where those are larger than 1.</summary>
    public const double Tolerance = 1e-4;

    // Training images that int8's ranges come from, and how many at a time: the ranges of the batches are averaged.
    private const int CalibrationImages = 512, CalibrationBatch = 32;

    // Pixels of one channel in a run: 256 images of 64×64. More are no faster, and every map of a run is in memory.
    private const int RunPixels = 1 << 20, MostImages = 256;

    private readonly PlannedNetwork network;
    private readonly NetworkPlan plan;
    private readonly ResidentImages images;
    private readonly Split split;
    private readonly ExportOrder order;
    private readonly StepGate gate;
    private readonly TimeProvider time;
    private readonly NetworkInput _input;
    private readonly ModelFacts facts;
    private readonly Dictionary<Precision, Candidate> candidates = [];
    private int calibrated;
    private double largest, torchHits;

    public ExportRun(
        Lease lease, PlannedNetwork network, NetworkPlan plan, ResidentImages images, Split split, ExportOrder order, StepGate gate, TimeProvider time)
    {
        (this.network, this.plan, this.images, this.split, this.order, this.gate, this.time) = (network, plan, images, split, order, gate, time);
        _input = new(images, plan.InputSize);
        facts = Facts(lease);
    }

    /// <summary>What the files turned out to be; there once <see cref="Work"/> is done. So too below.</summary>
    public ModelExports Exports { get; private set; } = null!;

    public ModelFigures Figures => new(
        Exports.Files.FirstOrDefault(file => file.Precision == Precision.Fp32)?.Bytes,
        order.Timed is [var timed] ? Exports.Files.FirstOrDefault(file => file.Precision == timed)?.Latency : null);

    /// <summary>The files that may be used: none where one of float32 does not do what torch does.</summary>
    public IReadOnlyDictionary<Precision, byte[]> Files =>
        Exports.Files.ToDictionary(file => file.Precision, file => candidates[file.Precision].File);

    /// <summary>Does it all; each step is one at which a cancel may be heard.</summary>
    /// <returns>Images of the step.</returns>
    public IEnumerable<int> Work()
    {
        network.eval();
        var exact = NetworkOnnx.Write(plan, ModelWeights.Of(network), facts);
        Add(Precision.Fp32, exact);
        if (order.Files.Contains(Precision.Fp16))
            Add(Precision.Fp16, HalfOnnx.Write(exact));
        if (order.Files.Contains(Precision.Int8))
            foreach (var step in Quantise(exact))
                yield return step;
        foreach (var batch in Batches(split.Validation, BatchSize))
            yield return Compare(batch);
        foreach (var precision in Fault().Length == 0 ? order.Timed : [])
        {
            candidates[precision].Latency = gate.Alone(() => LatencyProbe.Measure(candidates[precision].File, precision, time));
            yield return 0;
        }

        Exports = Result();
    }

    /// <param name="judged">What the model makes of images of each class.</param>
    public CardFacts Card(JudgedImages judged) =>
        new(facts, plan.Cost, Exports, (int)split.Train.shape[0], (int)Judged, Exports.TorchAccuracy, judged);

    public void Dispose()
    {
        foreach (var candidate in candidates.Values)
            candidate.Model.Dispose();
    }

    private int BatchSize => Math.Clamp(RunPixels / (plan.InputSize * plan.InputSize), 1, MostImages);

    private long Judged => split.Validation.shape[0];

    private void Add(Precision precision, byte[] file) => candidates[precision] = new(file, new(file, get_num_threads()));

    private IEnumerable<int> Quantise(byte[] exact)
    {
        using var calibration = new Calibration(exact, get_num_threads());
        using var chosen = split.Train.narrow(0, 0, Math.Min(CalibrationImages, split.Train.shape[0]));
        foreach (var batch in Batches(chosen, Math.Min(CalibrationBatch, BatchSize)))
        {
            using var input = Input(batch);
            calibration.See(Host(input), input.shape);
            yield return (int)input.shape[0];
        }

        calibrated = calibration.Images;
        Add(Precision.Int8, QuantisedOnnx.Write(exact, calibration.Ranges()));
    }

    /// <summary>Runs of images, [b] int64 each, gone when the next is asked for.</summary>
    private static IEnumerable<Tensor> Batches(Tensor indices, int size)
    {
        for (var start = 0L; start < indices.shape[0]; start += size)
        {
            using var batch = indices.narrow(0, start, Math.Min(size, indices.shape[0] - start));
            yield return batch;
        }
    }

    private int Compare(Tensor batch)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        using var input = Input(batch);                                                   // [b, 3, input, input]
        var (pixels, labels) = (Host(input), Host<long>(images.Train.Labels.index_select(0, batch)));
        var exact = Host(network.forward(input));                                         // [b, classes]
        largest = exact.Aggregate(largest, (most, logit) => Math.Max(most, Math.Abs(logit)));
        torchHits += Hits(exact, labels);
        foreach (var candidate in candidates.Values)
        {
            var logits = candidate.Model.Run(pixels, input.shape);
            candidate.Hits += Hits(logits, labels);
            // Not Max over all: that passes over a NaN, which Math.Max hands on.
            candidate.Difference = exact.Zip(logits, (one, other) => Math.Abs((double)one - other)).Aggregate(candidate.Difference, Math.Max);
        }

        return labels.Length;
    }

    /// <summary>The caller disposes it.</summary>
    private Tensor Input(Tensor batch)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        return _input.From(images.Train.Images.index_select(0, batch)).DetachFromDisposeScope();
    }

    private int Hits(float[] logits, long[] labels) =>
        logits.Chunk(plan.Classes).Zip(labels, (row, label) => row.IndexOf(row.Max()) == label).Count(isHit => isHit);

    /// <summary>Why float32's file may not be used; empty where it may. A NaN is a difference too.</summary>
    private string Fault()
    {
        var (difference, allowed) = (candidates[Precision.Fp32].Difference, Tolerance * Math.Max(1, largest));
        return difference <= allowed ? "" : FormattableString.Invariant(
            $"its logits must be torch's but for {allowed:0.#####}, and one of them differs by {difference} on the validation images");
    }

    private ModelExports Result() => new()
    {
        Opset = NetworkOnnx.Opset,
        Runtime = $"ONNX Runtime {OnnxModel.RuntimeVersion}",
        Processor = ProcessorName.Of(),
        Images = (int)Judged,
        TorchAccuracy = torchHits / Judged,
        CalibrationImages = calibrated,
        Fault = Fault(),
        Files = Fault().Length > 0 ? [] : [.. candidates.OrderBy(candidate => candidate.Key).Select(candidate => candidate.Value.Export(candidate.Key, Judged))],
    };

    private ModelFacts Facts(Lease lease) => new(
        plan.Network, lease.Job.Configuration, lease.Job.BaseResolution, lease.Job.Dataset, images.Dataset.Classes, plan.InputSize, images.Dataset.Size,
        [.. Host(images.Mean)], [.. Host(images.Deviation)], lease.Trial.ToString(), lease.Job.Epochs, lease.Job.Seed);

    private static float[] Host(Tensor values) => Host<float>(values);

    private static T[] Host<T>(Tensor values) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        return values.cpu().contiguous().data<T>().ToArray();
    }

    /// <summary>One file while it is looked at.</summary>
    private sealed record Candidate(byte[] File, OnnxModel Model)
    {
        public int Hits { get; set; }
        public double Difference { get; set; }
        public Latency? Latency { get; set; }

        public ModelExport Export(Precision precision, long judged) => new(precision, File.Length, (double)Hits / judged, Difference, Latency);
    }
}
