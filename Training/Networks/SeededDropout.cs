using Paretune.Tuning.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Networks;

/// <summary>
/// Dropout that draws from the epoch's generator, like crops. torch's own dropout draws from the process's generator, so a resumed trial
/// would draw differently from an uninterrupted one.
/// </summary>
internal sealed class SeededDropout(LayerPlan row) : nn.Module<Tensor, Tensor>(row.Name)
{
    /// <summary>A CPU generator, so that every device drops the same units; null to use the process's.</summary>
    public Generator? Generator { get; set; }

    public override Tensor forward(Tensor input)
    {
        if (!training)
            return input.alias();
        using Scalar share = row.Share.ToScalar(), keptShare = (1 - row.Share).ToScalar();
        var kept = rand(input.shape, generator: Generator).ge_(share).to(input.device); // same type as the input, 0 or 1
        return (input * kept.As(input.dtype)).div(keptShare);
    }
}
