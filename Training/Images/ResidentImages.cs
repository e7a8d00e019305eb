using Paretune.Storage.Datasets;
using static TorchSharp.torch;

namespace Paretune.Training.Images;

/// <summary>One split on the device: [n, 3, size, size] uint8 and [n] int64. Decoded once, kept across trials.</summary>
internal sealed record ResidentSplit(Tensor Images, Tensor Labels) : IDisposable
{
    public long Count => Labels.shape[0];

    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
    }
}

/// <summary>
/// A dataset as tensors on the device. TorchSharp's DataLoader is about 29 times slower than selecting from a resident tensor.
/// </summary>
internal sealed class ResidentImages : IDisposable
{
    public ResidentImages(ImageData data, Device device)
    {
        Dataset = data.Dataset;
        Train = Upload(data.Train, data.Dataset.Size, device);
        Test = Upload(data.Test, data.Dataset.Size, device);
    }

    public Dataset Dataset { get; }
    public ResidentSplit Train { get; }
    public ResidentSplit Test { get; }

    public void Dispose()
    {
        Train.Dispose();
        Test.Dispose();
    }

    private static ResidentSplit Upload(ImageSplit split, int size, Device device)
    {
        using var scope = NewDisposeScope();
        var images = empty([split.Labels.Length, 3, size, size], ScalarType.Byte);
        split.Pixels.CopyTo(images.bytes);
        var labels = empty([split.Labels.Length], ScalarType.Byte);
        split.Labels.CopyTo(labels.bytes);
        return new(images.to(device).DetachFromDisposeScope(), labels.to(ScalarType.Int64).to(device).DetachFromDisposeScope());
    }
}
