using Paretune.Storage.Datasets;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>Shared by the trainers on one device: its memory, and the dataset of the last trial, which stays for the next.</summary>
/// <param name="images">Where datasets come from.</param>
/// <param name="name"><c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="memory">Bytes that trials at the same time may need together, as predicted. Default: no limit.</param>
public sealed class TrainingDevice(IImageSource images, string name, long memory = long.MaxValue) : IDisposable
{
    private readonly Lock _gate = new();
    private Resident? _last;

    public string Name => name;

    internal MemoryShare Memory { get; } = new(memory);

    /// <summary>Brings a dataset to this machine.</summary>
    /// <inheritdoc cref="Open(string, string?)"/>
    internal async Task Prepare(string dataset, string? content, CancellationToken cancellation)
    {
        if (await images.Prepare(dataset, content, cancellation) is { } found && WhyNot(found, content) is { } wrong)
            throw new InvalidOperationException(wrong);
    }

    /// <summary>The dataset on the device, for as long as the caller holds it.</summary>
    /// <param name="content">As <see cref="Dataset.Content"/>; null for whatever has that name.</param>
    /// <exception cref="InvalidOperationException">The dataset of that name has other images.</exception>
    internal Held Open(string dataset, string? content)
    {
        var held = Open(dataset);
        if (WhyNot(held.Images.Dataset, content) is not { } wrong)
            return held;
        held.Dispose();
        throw new InvalidOperationException(wrong);
    }

    /// <summary>The images of a dataset, not on the device.</summary>
    /// <inheritdoc cref="Open(string, string?)"/>
    internal ImageData Read(string dataset, string? content)
    {
        var read = images.Open(dataset);
        return WhyNot(read.Dataset, content) is { } wrong ? throw new InvalidOperationException(wrong) : read;
    }

    private static string? WhyNot(Dataset dataset, string? content) => content is null || dataset.Content == content ? null
        : $"dataset {dataset.Name} must have the images that the search started with, but here it has others (content "
            + $"{dataset.Content}, not "
            + $"{content}); import the original ones under that name and retry";

    private Held Open(string dataset)
    {
        lock (_gate)
        {
            // Not by name, because other images may have been imported under it since. Checked before reading, so that at worst they are
            // read twice.
            var identity = images.Identity(dataset);
            if (_last?.Identity != identity)
            {
                _last?.Release();
                _last = null;
                _last = new(identity, new(images.Open(dataset), device(name)));
            }

            return _last!.Hold();
        }
    }

    /// <summary>The memory of a device in bytes: that of a GPU, or what this process may use; null if unknown.</summary>
    public static long? BytesOf(string name) => name == "cpu"
        ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes
        : CudaGraphCalls.Found?.MemoryOf(device(name).index);

    public void Dispose() => _last?.Release();

    /// <summary>Images in use by an attempt.</summary>
    internal sealed class Held(Resident resident) : IDisposable
    {
        private bool _released;

        public ResidentImages Images => resident.Images;

        public void Dispose()
        {
            if (!_released)
                resident.Release();
            _released = true;
        }
    }

    /// <summary>Images that leave the device once neither a trial nor the device itself holds them.</summary>
    internal sealed class Resident(string identity, ResidentImages images)
    {
        private int _holders = 1;

        public string Identity => identity;
        public ResidentImages Images => images;

        public Held Hold()
        {
            Interlocked.Increment(ref _holders);
            return new(this);
        }

        public void Release()
        {
            if (Interlocked.Decrement(ref _holders) == 0)
                images.Dispose();
        }
    }
}
