using System.Numerics.Tensors;
using Google.Protobuf;
using Paretune.Models.Onnx.Format;
using Paretune.Models.Running;

namespace Paretune.Models.Onnx;

/// <summary>Finds the range of every map of a model by running it on images.</summary>
/// <param name="model">What <see cref="NetworkOnnx"/> wrote.</param>
public sealed class Calibration(byte[] model, int threads) : IDisposable
{
    private readonly OnnxModel _observed = new(Observed(model), threads);
    private readonly Dictionary<string, (double Low, double High)> _sums = [];
    private int _batches;

    /// <summary>Images seen.</summary>
    public int Images { get; private set; }

    /// <param name="input">[n, 3, size, size], normalised.</param>
    public void See(float[] input, params long[] shape)
    {
        Add(NetworkOnnx.Input, input);
        _observed.Run(input, shape, Add);
        _batches++;
        Images += (int)shape[0];
    }

    /// <summary>
    /// The lowest and highest value of each map: of each batch, and then the mean over the batches, so that one odd image does not widen
    /// the steps of all.
    /// </summary>
    public IReadOnlyDictionary<string, ValueRange> Ranges() =>
        _sums.ToDictionary(sum => sum.Key, sum => new ValueRange((float)(sum.Value.Low / _batches), (float)(sum.Value.High / _batches)));

    public void Dispose() => _observed.Dispose();

    private void Add(string tensor, ReadOnlySpan<float> values)
    {
        var sum = _sums.GetValueOrDefault(tensor);
        _sums[tensor] = (sum.Low + TensorPrimitives.Min(values), sum.High + TensorPrimitives.Max(values));
    }

    /// <summary>The same model, with every map as an output.</summary>
    private static byte[] Observed(byte[] model)
    {
        var whole = ModelProto.Parser.ParseFrom(model);
        foreach (var name in whole.Graph.Node.SelectMany(node => node.Output).Where(name => name != NetworkOnnx.Output))
            whole.Graph.Output.Add(
                new ValueInfoProto
                {
                    Name = name,
                    Type = new() { TensorType = new() { ElemType = (int)TensorProto.Types.DataType.Float } }
                });
        return whole.ToByteArray();
    }
}

/// <summary>The lowest and the highest value of a map.</summary>
public readonly record struct ValueRange(float Low, float High);
