using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Paretune.Tuning.Networks;

namespace Paretune.Tuning.Spaces;

/// <summary>One network with given δ, α and ρ: its cost, and a key that identifies equal networks.</summary>
/// <param name="Lack">Why the network has no such configuration; null if it has.</param>
/// <param name="Layers">Equal for shapes whose layers are equal.</param>
internal sealed record Shape(int Dilation, double Width, double Resolution, Cost Cost, Lack? Lack, UInt128 Layers)
{
    private static readonly Cost Uncounted = new(0, 0, 0);

    /// <summary>Counts a network's shape.</summary>
    public static Shape Count(string network, int dilation, double width, double resolution, int baseResolution, NetworkEnds ends)
    {
        // Building a network reads only these three values of a configuration.
        var configuration = new Configuration(dilation, width, resolution, LearningRate: 0, WeightDecay: 0, BatchSize: 0);
        if (NetworkCatalog.DesignOf(network).WhyNot(configuration, Scaling.Scale(baseResolution, resolution)) is { } lack)
            return new(dilation, width, resolution, Uncounted, lack, 0);
        var plan = NetworkCatalog.Plan(network, configuration, baseResolution, ends);
        return new(dilation, width, resolution, plan.Cost, null, KeyOf(plan.Layers));
    }

    /// <summary>That of a custom trainer, whose models are counted where they are made.</summary>
    public static Shape Unknown { get; } = new(1, 1, 1, Uncounted, null, 0);

    // Half of SHA-256: two different networks with one key would need 2⁶⁴ of them.
    private static UInt128 KeyOf(ImmutableArray<LayerPlan> layers)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var layer in layers)
        {
            ReadOnlySpan<long> numbers =
            [
                (long)layer.Kind, layer.In, layer.Out, layer.Kernel, layer.Stride, layer.Dilation, layer.Groups, layer.InputSize,
                layer.OutputSize,
                layer.Padding, layer.Ceiling ? 1 : 0, layer.Bias ? 1 : 0, layer.Start, BitConverter.DoubleToInt64Bits(layer.Share),
                layer.From.Length,
            ];
            foreach (var one in numbers)
            {
                BinaryPrimitives.WriteInt64LittleEndian(number, one);
                hash.AppendData(number);
            }
        }

        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
