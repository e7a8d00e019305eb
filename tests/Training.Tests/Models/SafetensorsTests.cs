using System.Text.Json.Nodes;
using Paretune.Training.Libtorch;
using Paretune.Training.Models;
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
        Safetensors.Write(file, new Dictionary<string, Tensor> { ["weight"] = arange(6, dtype: ScalarType.Float32).view(2, 3), ["count"] = tensor(7L) },
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

    [Fact]
    public void Whole_numbers_start_at_a_multiple_of_their_size()
    {
        using var scope = NewDisposeScope();
        using var file = new MemoryStream();
        Safetensors.Write(file, new Dictionary<string, Tensor> { ["bias"] = ones(3), ["count"] = tensor(7L) }, new Dictionary<string, string>());

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
