using Paretune.Training.Libtorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Networks.Stages;

internal static class Gradients
{
    /// <summary>Adds a gradient to a weight's.</summary>
    /// <param name="gradient">In the weight's shape; the weight takes ownership.</param>
    public static void Take(this Parameter weight, Tensor gradient)
    {
        if (weight.grad is { } before)
            before.add_(gradient, KeptScalar.One);
        else
            weight.grad = gradient;
    }

    /// <param name="values">As many values as the weight has.</param>
    /// <inheritdoc cref="Take(Parameter, Tensor)"/>
    public static void Take(this Parameter weight, float[] values) => weight.Take(tensor(values).view(weight.shape));
}
