using static TorchSharp.torch;

namespace Paretune.Training.Loop;

/// <summary>Which of the training images train and which validate: the same for every trial of a search.</summary>
internal sealed class Split : IDisposable
{
    private const double ValidationShare = 0.1;

    public Split(long images, long seed, Device device)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)Seeds.Of(seed, Draw.Split), CPU);
        var order = randperm(images, dtype: ScalarType.Int64, generator: generator);
        var validation = Math.Max(1, (long)(images * ValidationShare));
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
}
