using Paretune.Models.Onnx;
using Paretune.Tuning.Networks;

namespace Paretune.Tests;

/// <summary>A small untrained model, with seeded weights, written like the models of trials.</summary>
internal static class TinyModel
{
    public const int Size = 16, ImageSize = 24;
    public static readonly string[] Classes = ["cat", "dog", "ship", "tree", "car", "plane"];

    public static NetworkPlan Plan { get; } = NetworkCatalog.Plan(
        NetworkCatalog.Default, new(1, 0.1, 1, 0.001, 0, 32), Size, Classes.Length);

    public static ModelFacts Facts { get; } = new(
        Plan.Network, new(1, 0.1, 1, 0.001, 0, 32), Size, "shapes", [.. Classes], Size, ImageSize, [100, 110, 120], [50, 55, 60],
        "abcd2345/3", Epochs: 4, Seed: 1);

    public static byte[] File() => NetworkOnnx.Write(Plan, Weights(seed: 1), Facts);

    public static Dictionary<string, float[]> Weights(int seed)
    {
        var random = new Random(seed);
        var weights = new Dictionary<string, float[]>();
        foreach (var layer in Plan.Layers)
        {
            if (layer.Kind == LayerKind.Convolution)
                weights[$"{layer.Name}.weight"] = Drawn(layer.Out * (layer.In / layer.Groups) * layer.Kernel * layer.Kernel, -0.5, 0.5);
            if (layer.Kind is LayerKind.BatchNorm)
                (weights[$"{layer.Name}.running_mean"], weights[$"{layer.Name}.running_var"]) = (
                    Drawn(layer.Out, -0.1, 0.1), Drawn(layer.Out, 0.5, 1.5));
            if (layer.Kind is LayerKind.BatchNorm or LayerKind.Linear)
                weights[$"{layer.Name}.bias"] = Drawn(layer.Out, -0.5, 0.5);
            if (layer.Kind is LayerKind.BatchNorm or LayerKind.Linear)
                weights[$"{layer.Name}.weight"] = Drawn(layer.Kind == LayerKind.Linear ? layer.Out * layer.In : layer.Out, 0.2, 1.5);
        }

        return weights;

        float[] Drawn(int count, double low, double high) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)(low + (high - low) * random.NextDouble()))];
    }
}
