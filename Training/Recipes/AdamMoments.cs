using Paretune.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// The update that Adam and AdamW share (Kingma and Ba 2015). It does what TorchSharp's optimizers do, to the last bit, but keeps the
/// scalars that libtorch reads (<see cref="KeptScalar"/>).
/// </summary>
internal static class AdamMoments
{
    // Decay of the two moments per step, and the term that keeps the division finite; no units. The usual values, used for Table 2 of the
    // paper.
    public const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    private static readonly Scalar FirstKept = Beta1.ToScalar(), FirstTaken = (1 - Beta1).ToScalar();
    private static readonly Scalar SecondKept = Beta2.ToScalar(), SecondTaken = (1 - Beta2).ToScalar();
    private static readonly Scalar Least = Epsilon.ToScalar();

    /// <param name="mean">The first moment, [elements], which is updated.</param>
    /// <param name="square">The second moment, [elements], which is updated.</param>
    /// <param name="step">The number of this step, from 1.</param>
    public static void Step(Tensor weights, Tensor gradient, Tensor mean, Tensor square, long step, double learningRate)
    {
        using var root = Math.Sqrt(1 - Math.Pow(Beta2, step)).ToScalar();
        using var length = (-(learningRate / (1 - Math.Pow(Beta1, step)))).ToScalar();
        mean.mul_(FirstKept).add_(gradient, FirstTaken);
        square.mul_(SecondKept).addcmul_(gradient, gradient, SecondTaken);
        weights.addcdiv_(mean, square.sqrt().div(root).add_(Least, KeptScalar.One), length);
    }
}
