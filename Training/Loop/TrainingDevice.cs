using Paretune.Storage.Datasets;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>What the trainers on one device share: its memory, and the last trial's dataset, which stays for the next trial.</summary>
/// <param name="images">The source of the datasets.</param>
/// <param name="name"><c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="memory">Bytes that concurrent trials may need together, as predicted. Default: no limit.</param>
public sealed class TrainingDevice(IImageSource images, string name, long memory = long.MaxValue) : IDisposable
{
    private readonly Lock _gate = new();
    private Resident? _last;

    public string Name => name;

    internal MemoryShare Memory { get; } = new(memory);

    /// <summary>
    /// Loads libtorch and returns a device for the calling thread, which from now on uses its own stream of a GPU. Call it before anything
    /// is put on the device.
    /// </summary>
    internal static Device Own(string name)
    {
        LibtorchLoader.Load();
        var own = device(name);
        if (own.type == DeviceType.CUDA)
            CudaGraphCalls.Found?.UseOwnStream(own.index);
        return own;
    }

    /// <summary>Copies a dataset to this machine if it is elsewhere.</summary>
    /// <inheritdoc cref="Open(string, string?)"/>
    internal async Task Prepare(string dataset, string? content, CancellationToken cancellation)
    {
        if (await images.Prepare(dataset, content, cancellation) is { } found && WhyNot(found, content) is { } wrong)
            throw new InvalidOperationException(wrong);
    }

    /// <summary>Returns the dataset on the device; it stays there while the caller holds it.</summary>
    /// <param name="content">As <see cref="Dataset.Content"/>; null for whatever images have that name.</param>
    /// <exception cref="InvalidOperationException">The dataset of that name has other images.</exception>
    internal Held Open(string dataset, string? content)
    {
        var held = Open(dataset);
        if (WhyNot(held.Images.Dataset, content) is not { } wrong)
            return held;
        held.Dispose();
        throw new InvalidOperationException(wrong);
    }

    /// <summary>Reads the images of a dataset without putting them on the device.</summary>
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
            // Compared by identity, because other images may have been imported under the name. Determined before reading, so that at worst
            // the images are read twice.
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

    /// <summary>Returns the memory of a device in bytes, for a CPU what this process may use; null if unknown.</summary>
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

    /// <summary>Images that are removed from the device once neither a trial nor the device itself holds them.</summary>
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
