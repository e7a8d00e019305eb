using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Datasets;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using Paretune.Training.Loop;
using static TorchSharp.torch;

namespace Paretune.Bench.Training;

/// <summary>Trains as a trial does: selects, crops, flips and normalizes images, accumulates metrics, and checks losses.</summary>
internal sealed class ParetuneLoop : ILoop
{
    private const int Batches = 12, Evaluations = 5;

    private readonly ResidentImages _images;
    private readonly NetworkAttempt _attempt;
    private int _epoch;
    private int _step;
    private readonly bool _isGpu;
    private readonly long _heldBefore;

    public ParetuneLoop(PlainCase @case, Device device, TrainingPrecision precision = TrainingPrecision.Fp32)
    {
        _isGpu = device.type == TorchSharp.DeviceType.CUDA;
        if (_isGpu)
            CudaGraphCalls.Found?.UseOwnStream(device.index);
        _images = new(Noise(@case), device);
        DeviceMemory.ForgetPeak();
        _heldBefore = _isGpu
            ? new GpuPeak(NvmlMemory.Open(CudaGraphCalls.Found?.BusOf(device.index)), Environment.ProcessId).Look()
            : DeviceMemory.PeakBytes;
        var job = new Job("noise", @case.Network, @case.Configuration, @case.Side, Epochs: 1000, Seed: 1) { Precision = precision };
        var lease = new Lease(
            new(new("bench"), 1), Attempt: 1, LeaseKind.Train, job, ReportedEpochs: 0, MicroBatchDivisor: 1, TimeSpan.FromMinutes(1),
            new("host", device.ToString(), "1"));
        _attempt = new(lease, _images, device, new(new(), TimeProvider.System, NullLogger.Instance), NullLogger.Instance);
        _attempt.Settle(null);
        Name = precision == TrainingPrecision.Fp32 ? "ours" : $"ours {precision.ToString().ToLowerInvariant()}";
    }

    public string Name { get; }

    public long PeakBytes { get; private set; }

    /// <summary>
    /// The device memory, in bytes, that the process took for this trial alone: without torch, the driver, the images, and earlier trials
    /// of the process, whose memory torch keeps and reuses.
    /// </summary>
    public long TakenBytes => (_isGpu ? _attempt.PeakDeviceBytes : DeviceMemory.PeakBytes) - _heldBefore;

    /// <summary>Managed bytes allocated per step in the last run.</summary>
    public double ManagedBytes { get; private set; }

    public Pass Run(int steps) => Stopwatches.Measure(steps, () =>
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < steps; i++)
        {
            if (_step == 0)
                _attempt.Begin(++_epoch);
            _attempt.Step(_step);
            // Skips the last batch, which is smaller, because the references have only whole batches.
            _step = (_step + 1) % (_attempt.Steps - 1);
        }

        _ = _attempt.IsLossFinite; // Reading the loss waits for the device.
        ManagedBytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)steps;
        PeakBytes = _isGpu ? _attempt.PeakDeviceBytes : DeviceMemory.PeakBytes;
    });

    /// <summary>Returns the images per CPU second in validation: the median of some rounds.</summary>
    public double Evaluate() => Statistics.Median(Enumerable.Range(0, Evaluations).Select(_ =>
    {
        var pass = Stopwatches.Measure(_attempt.ValidationBatches, () =>
        {
            for (var batch = 0; batch < _attempt.ValidationBatches; batch++)
                _attempt.Validate(batch);
        });
        return _attempt.ValidationImages / pass.Processor;
    }));

    public void Dispose()
    {
        _attempt.Dispose();
        _images.Dispose();
    }

    public static ImageData Noise(PlainCase @case)
    {
        var (count, random) = (Batches * @case.Batch, new Random(1));
        var (pixels, labels) = (new byte[(long)count * 3 * @case.Side * @case.Side], new byte[count]);
        random.NextBytes(pixels);
        for (var i = 0; i < count; i++)
            labels[i] = (byte)random.Next(PlainCase.Classes);
        var split = new ImageSplit(pixels, labels);
        string[] classes = [.. Enumerable.Range(0, PlainCase.Classes).Select(one => $"class {one}")];
        return new(new("noise", [.. classes], @case.Side, count, count), split, split);
    }
}
