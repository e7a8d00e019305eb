using Paretune.Storage.Datasets;
using Paretune.Training.Images;
using static TorchSharp.torch;

namespace Paretune.Training.Trainers;

/// <summary>
/// Selects the images that a custom trainer gets: the training images on which Paretune's networks would train and validate.
/// </summary>
internal static class ImagePart
{
    /// <param name="trainImages">The number of training images, in proportion to the classes; null for all.</param>
    public static ImageData Create(ImageData all, long seed, int? trainImages)
    {
        if (trainImages is not { } part || part >= all.Train.Labels.Length)
            return all;
        using var scope = NewDisposeScope();
        using var split = new Split(
            tensor(all.Train.Labels.Select(label => (long)label).ToArray()), seed, CPU, part);
        int[] kept = [.. split.Train.data<long>().Concat(split.Validation.data<long>()).Order().Select(image => (int)image)];
        var size = all.Train.Pixels.Length / all.Train.Labels.Length;
        return all with
        {
            Dataset = all.Dataset with { TrainImages = kept.Length },
            Train = new(
                [.. kept.SelectMany(image => new ArraySegment<byte>(all.Train.Pixels, image * size, size))],
                [.. kept.Select(image => all.Train.Labels[image])]),
        };
    }
}
