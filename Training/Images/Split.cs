using Paretune.Training.Loop;
using Paretune.Tuning.Specs;
using static TorchSharp.torch;

namespace Paretune.Training.Images;

/// <summary>Which of the training images train and which validate: the same for every trial of a search.</summary>
internal sealed class Split : IDisposable
{
    /// <param name="labels">The class of each training image, [n] int64.</param>
    /// <param name="trainImages">How many of the images are used, each class in proportion; null for all.</param>
    /// <param name="kept">How many images at the end the dataset keeps for validation; 0 to draw them.</param>
    public Split(Tensor labels, long seed, Device device, int? trainImages = null, int kept = 0)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seeds.Of(seed, Draw.Split), CPU);
        var all = labels.shape[0];
        labels = labels.narrow(0, 0, all - kept);
        var order = randperm(labels.shape[0], dtype: ScalarType.Int64, generator: generator);
        if (trainImages is { } part && part < labels.shape[0])
            order = tensor(Part(order.data<long>().ToArray(), labels.cpu().data<long>().ToArray(), part));
        if (kept > 0)
        {
            Validation = arange(all - kept, all, dtype: ScalarType.Int64, device: device).DetachFromDisposeScope();
            Train = order.to(device, copy: true).DetachFromDisposeScope();
            return;
        }

        var images = (int)order.shape[0];
        var validation = ValidationSplit.Validation(images);
        Validation = order.narrow(0, 0, validation).to(device, copy: true).DetachFromDisposeScope();
        Train = order.narrow(0, validation, images - validation).to(device, copy: true).DetachFromDisposeScope();
    }

    /// <summary>Indices of the images that train, [n] int64.</summary>
    public Tensor Train { get; }

    /// <summary>Indices of the images that validate, [n] int64.</summary>
    public Tensor Validation { get; }

    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
    }

    /// <summary>The first images of the order, of each class as many as it is due.</summary>
    private static long[] Part(long[] order, long[] labels, int images)
    {
        var due = Quotas([.. labels.CountBy(label => label).OrderBy(count => count.Key)], labels.Length, images);
        return [.. order.Where(image => due[labels[image]]-- > 0)];
    }

    // What rounding leaves goes to the largest remainders, the lower class first among equals.
    private static Dictionary<long, int> Quotas(KeyValuePair<long, int>[] classes, long all, int images)
    {
        var quotas = classes.ToDictionary(one => one.Key, one => (int)((long)one.Value * images / all));
        var rest = images - quotas.Values.Sum();
        foreach (var (label, _) in classes.OrderByDescending(one => (long)one.Value * images % all).Take(rest))
            quotas[label]++;
        return quotas;
    }
}
