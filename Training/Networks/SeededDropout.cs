using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>
/// Dropout that draws from the epoch's generator, like crops: torch's own draws from the generator of the process, so a resumed trial would
/// not draw what an undisturbed one drew.
/// </summary>
internal sealed class SeededDropout(LayerPlan row) : nn.Module<Tensor, Tensor>(row.Name)
{
    /// <summary>On the CPU, so that every device drops the same; the process's own while there is none.</summary>
    public Generator? Generator { get; set; }

    public override Tensor forward(Tensor input)
    {
        if (!training)
            return input.alias();
        using var share = row.Share.ToScalar();
        var kept = rand(input.shape, generator: Generator).ge_(share).to(input.device); // as the input, 0 or 1
        return input * kept.As(input.dtype) / (1 - row.Share);
    }
}
