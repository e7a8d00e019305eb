using System.Collections.Immutable;
using System.Numerics.Tensors;
using Google.Protobuf;
using Paretune.Models.Onnx.Format;
using Paretune.Models.Running;

namespace Paretune.Models.Onnx;

/// <summary>Measures the value ranges of a model's maps by running it on images.</summary>
/// <param name="model">A model written by <see cref="NetworkOnnx"/>.</param>
public sealed class Calibration(byte[] model, int threads) : IDisposable
{
    private readonly OnnxModel _observed = new(Observed(model), threads);
    private readonly Dictionary<string, int> _channels = ChannelCounts.Compute(ModelProto.Parser.ParseFrom(model).Graph);
    private readonly Dictionary<string, (double Low, double High)> _sums = [];
    private readonly Dictionary<string, ChannelSums> _channelSums = [];
    private int _batches;

    /// <summary>The number of images run so far.</summary>
    public int Images { get; private set; }

    /// <summary>Runs one batch and records the ranges.</summary>
    /// <param name="input">[n, channels, size, size], normalized.</param>
    public void See(float[] input, params long[] shape)
    {
        Add(NetworkOnnx.Input, input);
        _observed.Run(input, shape, (tensor, values) =>
        {
            Add(tensor, values);
            if (_channels.TryGetValue(tensor, out var channels))
                Sums(tensor, channels).Add(values, (int)shape[0]);
        });
        _batches++;
        Images += (int)shape[0];
    }

    /// <summary>
    /// Returns the lowest and highest value of each map, per batch and then averaged over batches, so that one unusual image does not
    /// coarsen the steps of all. Per channel, the lowest and highest of all batches: channels are equalized by them, and clipping would
    /// lose the unusual image.
    /// </summary>
    public MapStatistics Maps() => new(
        _sums.ToImmutableDictionary(
            sum => sum.Key, sum => new ValueRange((float)(sum.Value.Low / _batches), (float)(sum.Value.High / _batches))),
        _channelSums.ToImmutableDictionary(sums => sums.Key, sums => sums.Value.Create(_batches)));

    public void Dispose() => _observed.Dispose();

    private void Add(string tensor, ReadOnlySpan<float> values)
    {
        var sum = _sums.GetValueOrDefault(tensor);
        _sums[tensor] = (sum.Low + TensorPrimitives.Min(values), sum.High + TensorPrimitives.Max(values));
    }

    private ChannelSums Sums(string tensor, int channels)
    {
        if (!_channelSums.TryGetValue(tensor, out var sums))
            _channelSums[tensor] = sums = new(channels);
        return sums;
    }

    /// <summary>Returns the model with every map as an output.</summary>
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

    /// <summary>The range of each channel, and the sums of its means over batches.</summary>
    private sealed class ChannelSums(int channels)
    {
        private readonly float[] _low = new float[channels], _high = new float[channels];
        private readonly double[] _mean = new double[channels];

        /// <param name="values">[images, channels, …].</param>
        public void Add(ReadOnlySpan<float> values, int images)
        {
            var each = values.Length / images / channels;
            for (var channel = 0; channel < channels; channel++)
            {
                var (low, high, sum) = (_low[channel], _high[channel], 0.0);
                for (var image = 0; image < images; image++)
                {
                    var map = values.Slice((image * channels + channel) * each, each);
                    (low, high) = (Math.Min(low, TensorPrimitives.Min(map)), Math.Max(high, TensorPrimitives.Max(map)));
                    sum += TensorPrimitives.Sum(map);
                }

                (_low[channel], _high[channel]) = (low, high);
                _mean[channel] += sum / images / each;
            }
        }

        public ChannelValues Create(int batches) => new([.. _low], [.. _high], [.. _mean.Select(sum => (float)(sum / batches))]);
    }
}
