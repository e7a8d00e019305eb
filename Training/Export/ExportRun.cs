using System.Collections.Immutable;
using Paretune.Models.Cards;
using Paretune.Models.Onnx;
using Paretune.Models.Running;
using Paretune.Training.Images;
using Paretune.Training.Loop;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Export;

/// <summary>
/// Exports a network's weights as ONNX files and checks them: each file runs on the validation images and is compared with torch, and is
/// timed if requested. The network is moved to the CPU for this, because a GPU's convolutions round to TF32, which differs by more than the
/// tolerance.
/// </summary>
internal sealed class ExportRun : IDisposable
{
    /// <summary>The maximum difference of a logit from torch's: absolute, or as a share of the largest logit if that is above 1.</summary>
    public const double Tolerance = 1e-4;

    // Training images that calibrate int8, and their batch size: ranges are averaged over batches.
    private const int CalibrationImages = 512, CalibrationBatch = 32;

    // The maximum number of floats of calibration images kept to choose int8's float layers: all 512 images at 96 pixels, 64 at 224.
    private const int MostHeld = 1 << 24;

    // The maximum pixels per channel in a run, 256 images of 64×64: larger runs are no faster, and all maps of a run are in memory.
    private const int RunPixels = 1 << 20, MostImages = 256;

    private readonly PlannedNetwork _network;
    private readonly NetworkPlan _plan;
    private readonly ResidentImages _images;
    private readonly Split _split;
    private readonly ExportOrder _order;
    private readonly StepGate _gate;
    private readonly TimeProvider _time;
    private readonly NetworkInput _input;
    private readonly ModelFacts _facts;
    private readonly Dictionary<Precision, Candidate> _candidates = [];
    private int _calibrated;
    private double _largest, _torchHits;

    public ExportRun(
        Lease lease, PlannedNetwork network, NetworkPlan plan, ResidentImages images, Split split, NetworkInput input,
        ExportOrder order, StepGate gate, TimeProvider time)
    {
        (_network, _plan, _images, _split, _input) = (network, plan, images, split, input);
        (_order, _gate, _time) = (order, gate, time);
        _facts = Facts(lease);
    }

    /// <summary>The measurements of the files; set once <see cref="Work"/> is done.</summary>
    public ModelExports Exports { get; private set; } = null!;

    public ModelMeasurements Figures => new(
        Exports.Files.FirstOrDefault(file => file.Precision == Precision.Fp32)?.Bytes,
        _order.Timed is [var timed] ? Exports.Files.FirstOrDefault(file => file.Precision == timed)?.Latency : null);

    /// <summary>The usable files: none if the float32 file differs from torch.</summary>
    public IReadOnlyDictionary<Precision, byte[]> Files =>
        Exports.Files.ToDictionary(file => file.Precision, file => _candidates[file.Precision].File);

    /// <summary>Performs the export in steps, between which it can be cancelled.</summary>
    /// <returns>The images of each step.</returns>
    public IEnumerable<int> Work()
    {
        _network.eval();
        _network.to(CPU);
        var exact = NetworkOnnx.Write(_plan, ModelWeights.Read(_network), _facts);
        Add(Precision.Fp32, exact, []);
        if (_order.Files.Any(precision => precision != Precision.Fp32))
            foreach (var step in Shrink(exact))
                yield return step;
        foreach (var batch in Batches(_split.Validation, BatchSize))
            yield return Compare(batch);
        foreach (var precision in ExportError().Length == 0 ? _order.Timed : [])
        {
            _candidates[precision].Latency = _gate.Alone(() => LatencyProbe.Measure(_candidates[precision].File, precision, _time));
            yield return 0;
        }

        Exports = Result();
    }

    /// <param name="judged">The model's predictions for images of each class.</param>
    public ModelCardContent Card(JudgedImages judged) =>
        new(_facts, _plan.Cost, Exports, (int)_split.Train.shape[0], (int)Judged, Exports.TorchAccuracy, judged)
        {
            ValidationCounts = _split.ValidationCounts,
            HasOwnValidation = _images.Dataset.ValidationImages > 0,
            DefaultAugmentation = _images.Dataset.Augmentation,
        };

    public void Dispose()
    {
        foreach (var candidate in _candidates.Values)
            candidate.Model.Dispose();
    }

    private int BatchSize => Math.Clamp(RunPixels / (_plan.InputSize * _plan.InputSize), 1, MostImages);

    private long Judged => _split.Validation.shape[0];

    private void Add(Precision precision, byte[] file, ImmutableArray<string> inFloat) =>
        _candidates[precision] = new(file, new(file, get_num_threads()), inFloat);

    /// <summary>Writes the smaller files, calibrated on some training images.</summary>
    private IEnumerable<int> Shrink(byte[] exact)
    {
        using var calibration = new Calibration(exact, get_num_threads());
        var held = ImmutableArray.CreateBuilder<ImageBatch>();
        foreach (var pixels in Calibrating())
        {
            calibration.See(pixels.Input, pixels.Shape);
            if (held.Sum(one => (long)one.Input.Length) + pixels.Input.Length <= MostHeld)
                held.Add(pixels);
            yield return pixels.Images;
        }

        var maps = calibration.Maps();
        if (_order.Files.Contains(Precision.Fp16))
        {
            var beyond = HalfRange.Beyond(exact, maps);
            Add(Precision.Fp16, HalfOnnx.Write(exact, beyond.ToImmutableHashSet()), beyond);
        }

        if (!_order.Files.Contains(Precision.Int8))
            yield break;
        _calibrated = calibration.Images;
        var layers = new FloatLayers(exact, maps, held.ToImmutable(), get_num_threads());
        foreach (var _ in layers.Work())
            yield return 0;
        Add(Precision.Int8, layers.File, layers.Kept);
    }

    private IEnumerable<ImageBatch> Calibrating()
    {
        using var chosen = _split.Train.narrow(0, 0, Math.Min(CalibrationImages, _split.Train.shape[0]));
        foreach (var batch in Batches(chosen, Math.Min(CalibrationBatch, BatchSize)))
        {
            using var input = Input(batch);
            yield return new(Host(input), input.shape);
        }
    }

    /// <summary>Splits images into batches, [b] int64 each; a batch is disposed when the next one is requested.</summary>
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
        using var input = Input(batch);                                                   // [b, channels, input, input]
        var (pixels, labels) = (Host(input), Host<long>(_images.Train.Labels.index_select(0, batch)));
        var exact = Host(_network.forward(input.cpu()));                                         // [b, classes]
        _largest = exact.Aggregate(_largest, (most, logit) => Math.Max(most, Math.Abs(logit)));
        _torchHits += Hits(exact, labels);
        var answers = Answers(exact);
        foreach (var candidate in _candidates.Values)
        {
            var logits = candidate.Model.Run(pixels, input.shape);
            candidate.Hits += Hits(logits, labels);
            candidate.Agreed += Answers(logits).Zip(answers).Count(pair => pair.First == pair.Second);
            // Math.Max returns NaN if either value is NaN; Enumerable.Max would ignore it.
            candidate.Difference = exact.Zip(logits, (one, other) => Math.Abs((double)one - other)).Aggregate(
                candidate.Difference, Math.Max);
        }

        return labels.Length;
    }

    /// <summary>Returns the network's input; the caller disposes it.</summary>
    private Tensor Input(Tensor batch)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        return _input.From(_images.Train.Images.index_select(0, batch)).DetachFromDisposeScope();
    }

    private int Hits(float[] logits, long[] labels) => Answers(logits).Zip(labels).Count(pair => pair.First == pair.Second);

    /// <summary>Returns the predicted class of each image.</summary>
    private int[] Answers(float[] logits) => [.. logits.Chunk(_plan.Classes).Select(row => row.IndexOf(row.Max()))];

    /// <summary>Returns why the float32 file must not be used; empty if it may. NaN counts as a difference.</summary>
    private string ExportError()
    {
        var (difference, allowed) = (_candidates[Precision.Fp32].Difference, Tolerance * Math.Max(1, _largest));
        return difference <= allowed ? "" : FormattableString.Invariant(
            $"its logits must be within {allowed:0.#####} of torch's, but one differs by {difference} on the validation images");
    }

    private ModelExports Result() => new()
    {
        Opset = NetworkOnnx.Opset,
        Runtime = $"ONNX Runtime {OnnxModel.RuntimeVersion}",
        Processor = ProcessorName.Read(),
        Images = (int)Judged,
        TorchAccuracy = _torchHits / Judged,
        CalibrationImages = _calibrated,
        Error = ExportError(),
        Files = ExportError().Length > 0
            ? [] : [.. _candidates.OrderBy(candidate => candidate.Key).Select(candidate => candidate.Value.Export(candidate.Key, Judged))],
    };

    private ModelFacts Facts(Lease lease) => new(
        _plan.Network, lease.Job.Configuration, lease.Job.BaseResolution, lease.Job.Dataset, _images.Dataset.Classes, _plan.InputSize,
        _images.Dataset.Size,
        [.. Host(_input.Mean)], [.. Host(_input.Deviation)], lease.Trial.ToString(), lease.Job.Epochs, lease.Job.Seed)
    {
        PixelBits = _images.Dataset.PixelBits,
        Extensions = lease.Job.Extensions,
        TrainedIn = lease.Job.Precision,
    };

    private static float[] Host(Tensor values) => Host<float>(values);

    private static T[] Host<T>(Tensor values) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        return values.cpu().contiguous().data<T>().ToArray();
    }

    /// <summary>A file that is being checked.</summary>
    private sealed record Candidate(byte[] File, OnnxModel Model, ImmutableArray<string> InFloat)
    {
        public int Hits { get; set; }
        public int Agreed { get; set; }
        public double Difference { get; set; }
        public Latency? Latency { get; set; }

        public ModelExport Export(Precision precision, long judged) =>
            new(precision, File.Length, (double)Hits / judged, Difference, Latency)
            {
                Agreement = (double)Agreed / judged,
                InFloat = InFloat,
            };
    }
}
