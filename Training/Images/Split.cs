using System.Collections.Immutable;
using Paretune.Training.Loop;
using Paretune.Tuning.Specs;
using static TorchSharp.torch;

namespace Paretune.Training.Images;

/// <summary>
/// Which of the training images train and which validate: the same for every trial of a search, every class in proportion.
/// </summary>
internal sealed class Split : IDisposable
{
    /// <param name="labels">The class of each training image, [n] int64.</param>
    /// <param name="trainImages">How many of the images are used, each class in proportion; null for all.</param>
    /// <param name="isStratified">Whether validation has every class in proportion; not in searches from before recipes.</param>
    /// <param name="kept">How many images at the end the dataset keeps for validation; 0 to draw them.</param>
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

    /// <summary>Indices of the images that train, [n] int64.</summary>
    public Tensor Train { get; }

    /// <summary>Indices of the images that validate, [n] int64.</summary>
    public Tensor Validation { get; }

    /// <summary>Validation images of each class.</summary>
    public ImmutableArray<int> ValidationCounts { get; }

    /// <summary>Whether some class has twice as many images as another, those of validation included.</summary>
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

    /// <summary>The first of each class validate, as many as it is due.</summary>
    private static (long[] Train, long[] Validation) Stratified(long[] order, long[] labels)
    {
        var counts = Quotas.Count(order.Select(image => labels[image]));
        var due = Quotas.WithEachClass(counts, ValidationSplit.Validation(order.Length, counts.Length));
        var validates = order.ToLookup(image => due[labels[image]]-- > 0);
        return ([.. validates[false]], [.. validates[true]]);
    }

    /// <summary>The first images of the order, of each class as many as it is due.</summary>
    private static long[] Part(long[] order, long[] labels, int images)
    {
        var due = Quotas.InProportion(Quotas.Count(labels), images);
        return [.. order.Where(image => due[labels[image]]-- > 0)];
    }
}
