using System.Collections.Immutable;
using Paretune.Training.Loop;
using Paretune.Tuning.Specs;
using static TorchSharp.torch;

namespace Paretune.Training.Images;

/// <summary>
/// Divides the images into training and validation images, in proportion to the classes. Every trial of a search uses the same split.
/// </summary>
internal sealed class Split : IDisposable
{
    /// <param name="labels">The class of each training image, [n] int64.</param>
    /// <param name="trainImages">The number of images to use, in proportion to the classes; null for all.</param>
    /// <param name="isStratified">
    /// Whether validation images are in proportion to the classes; false in searches from before recipes.
    /// </param>
    /// <param name="kept">The number of the dataset's own validation images, at the end; 0 to draw them.</param>
    public Split(Tensor labels, long seed, Device device, int? trainImages = null, bool isStratified = true, int kept = 0)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seeds.Compute(seed, Draw.Split), CPU);
        var (classes, drawable) = (labels.cpu().data<long>().ToArray(), labels.shape[0] - kept);
        var order = randperm(drawable, dtype: ScalarType.Int64, generator: generator).data<long>().ToArray();
        if (trainImages is { } part && part < order.Length)
            order = Part(order, classes[..(int)drawable], part);
        var (train, validation) = kept > 0 ? (order, [.. Enumerable.Range(0, kept).Select(image => drawable + image)])
            : isStratified ? Stratified(order, classes)
            : InOrder(order);
        var counts = validation.CountBy(image => classes[image]).ToDictionary();
        var all = classes.CountBy(label => label).Select(count => count.Value).ToList();
        IsUnbalanced = new ClassBalance(all.Min(), all.Max(), Rare: 0, Rarest: "").IsUnbalanced;
        ValidationCounts = [.. Enumerable.Range(0, (int)classes.Max() + 1).Select(label => counts.GetValueOrDefault(label))];
        Train = tensor(train).to(device).DetachFromDisposeScope();
        Validation = tensor(validation).to(device).DetachFromDisposeScope();
    }

    public Split(Tensor labels, Job job, Device device, int kept = 0)
        : this(labels, job.Seed, device, job.TrainImages, !job.IsBeforeRecipes, kept)
    {
    }

    /// <summary>Indices of the training images, [n] int64.</summary>
    public Tensor Train { get; }

    /// <summary>Indices of the validation images, [n] int64.</summary>
    public Tensor Validation { get; }

    /// <summary>Validation images of each class.</summary>
    public ImmutableArray<int> ValidationCounts { get; }

    /// <summary>Whether a class has at least twice as many images as another, including validation images.</summary>
    public bool IsUnbalanced { get; }

    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
    }

    private static (long[] Train, long[] Validation) InOrder(long[] order)
    {
        var validation = ValidationSplit.Validation(order.Length);
        return (order[validation..], order[..validation]);
    }

    /// <summary>Takes the first images of each class as validation images, as many as its quota.</summary>
    private static (long[] Train, long[] Validation) Stratified(long[] order, long[] labels)
    {
        var counts = Quotas.Count(order.Select(image => labels[image]));
        var due = Quotas.WithEachClass(counts, ValidationSplit.Validation(order.Length, counts.Length));
        var validates = order.ToLookup(image => due[labels[image]]-- > 0);
        return ([.. validates[false]], [.. validates[true]]);
    }

    /// <summary>Takes the first images of each class in the order, as many as its quota.</summary>
    private static long[] Part(long[] order, long[] labels, int images)
    {
        var due = Quotas.InProportion(Quotas.Count(labels), images);
        return [.. order.Where(image => due[labels[image]]-- > 0)];
    }
}
