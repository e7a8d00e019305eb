using System.Text.Json.Nodes;
using Paretune.Training.Libtorch;
using Paretune.Training.Models;
using Paretune.Training.Networks;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Models;

public sealed class SafetensorsTests
{
    public SafetensorsTests() => LibtorchLoader.Load();

    [Fact]
    public void Tensors_and_metadata_come_back()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        Safetensors.Write(
            file, new Dictionary<string, Tensor> { ["weight"] = arange(6, dtype: ScalarType.Float32).view(2, 3), ["count"] = tensor(7L) },
            new Dictionary<string, string> { ["network"] = "dilated-separable" });

        file.Position = 0;
        var (tensors, metadata) = Safetensors.Read(file);

        Assert.Equal([2, 3], tensors["weight"].shape);
        Assert.Equal([0f, 1, 2, 3, 4, 5], tensors["weight"].data<float>().ToArray());
        Assert.Equal(7, tensors["count"].item<long>());
        Assert.Equal("dilated-separable", metadata["network"]);
    }

    [Fact]
    public void The_file_is_laid_out_by_the_formats_rules()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        Safetensors.Write(file, new Dictionary<string, Tensor> { ["w"] = ones(3) }, new Dictionary<string, string>());

        var bytes = file.ToArray();
        var length = (int)BitConverter.ToInt64(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!;

        Assert.Equal(0, length % 8);
        Assert.Equal("F32", header["w"]!["dtype"]!.GetValue<string>());
        Assert.Equal(12, header["w"]!["data_offsets"]![1]!.GetValue<int>());
        Assert.Equal(8 + length + 12, bytes.Length);
        Assert.Equal(1f, BitConverter.ToSingle(bytes, 8 + length));
    }

    /// <summary>
    /// Reads a file by the rules of the format's description, without our reader: offsets count from the end of the header, tensors are
    /// contiguous without gaps or overlaps and fill the file, and their bytes are little-endian in row-major order.
    /// </summary>
    [Fact]
    public void A_networks_file_is_read_back_by_the_formats_rules_alone()
    {
        using var scope = NewDisposeScope();
        var plan = NetworkCatalog.Plan("dilated-separable", new(1, 0.1, 1, 0.001, 0, 32), 16, classes: 3);
        var state = PlannedNetwork.Seeded(plan, seed: 1).state_dict();
        using var file = new MemoryStream();
        Safetensors.Write(file, state, new Dictionary<string, string> { ["network"] = plan.Network });

        var bytes = file.ToArray();
        var start = 8 + checked((int)System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        using var header = System.Text.Json.JsonDocument.Parse(bytes.AsMemory(8, start - 8));
        Assert.Equal((byte)'{', bytes[8]);
        var end = 0L;
        var seen = new HashSet<string>();
        foreach (
            var entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__")
                .OrderBy(entry => entry.Value.GetProperty("data_offsets")[0].GetInt64()))
        {
            var (from, to) = (entry.Value.GetProperty("data_offsets")[0].GetInt64(), entry.Value.GetProperty("data_offsets")[1].GetInt64());
            var shape = entry.Value.GetProperty("shape").EnumerateArray().Select(side => side.GetInt64()).ToArray();
            var width = entry.Value.GetProperty("dtype")
                .GetString() switch
            { "F32" => 4, "I64" => 8, var other => throw new InvalidDataException(other) };
            Assert.Equal(end, from);
            Assert.Equal(shape.Aggregate(1L, (product, side) => product * side) * width, to - from);
            Assert.Equal(state[entry.Name].shape, shape);
            Assert.Equal(Bytes(state[entry.Name]), bytes[(int)(start + from)..(int)(start + to)]);
            Assert.True(seen.Add(entry.Name));
            end = to;
        }

        Assert.Equal(bytes.Length, start + end);
        Assert.Equal(state.Keys.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.Equal(plan.Network, header.RootElement.GetProperty("__metadata__").GetProperty("network").GetString());

        static byte[] Bytes(Tensor tensor) => tensor.dtype == ScalarType.Int64
            ? [.. tensor.data<long>().ToArray().SelectMany(value => Little(BitConverter.GetBytes(value)))]
            : [.. tensor.data<float>().ToArray().SelectMany(value => Little(BitConverter.GetBytes(value)))];

        static IEnumerable<byte> Little(byte[] number) => BitConverter.IsLittleEndian ? number : number.Reverse();
    }

    [Fact]
    public void Whole_numbers_start_at_a_multiple_of_their_size()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        Safetensors.Write(
            file, new Dictionary<string, Tensor> { ["bias"] = ones(3), ["count"] = tensor(7L) }, new Dictionary<string, string>());

        var bytes = file.ToArray();
        var header = JsonNode.Parse(bytes.AsSpan(8, (int)BitConverter.ToInt64(bytes)))!;

        Assert.Equal(0, header["count"]!["data_offsets"]![0]!.GetValue<int>() % sizeof(long));
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        Safetensors.Write(file, new Dictionary<string, Tensor> { ["w"] = ones(300) }, new Dictionary<string, string>());
        using var cut = new MemoryStream(file.ToArray()[..^10]);

        Assert.Throws<InvalidDataException>(() => Safetensors.Read(cut));
    }
}
