using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using static TorchSharp.torch;

namespace Paretune.Training.Models;

/// <summary>
/// Reads and writes tensors and text in one file that other libraries can read: 8 bytes with the header's length, a JSON header, the
/// tensors' bytes (format: huggingface/safetensors).
/// </summary>
public static class Safetensors
{
    private const int LongestHeader = 100_000_000;

    private static readonly ImmutableSortedDictionary<ScalarType, string> Types = new Dictionary<ScalarType, string>
    {
        [ScalarType.Float32] = "F32",
        [ScalarType.Float64] = "F64",
        [ScalarType.Float16] = "F16",
        [ScalarType.BFloat16] = "BF16",
        [ScalarType.Int64] = "I64",
        [ScalarType.Int32] = "I32",
        [ScalarType.Int16] = "I16",
        [ScalarType.Int8] = "I8",
        [ScalarType.Byte] = "U8",
        [ScalarType.Bool] = "BOOL",
    }.ToImmutableSortedDictionary();

    /// <summary>
    /// Writes tensors. Those with wide elements come first, so that each starts at a multiple of its element's size, which readers that map
    /// the file need. Tensors on a GPU are copied one at a time.
    /// </summary>
    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var ordered = tensors.OrderByDescending(entry => entry.Value.ElementSize)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal).ToImmutableArray();
        var header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered)
        {
            using var scope = NewDisposeScope();
            stream.Write(tensor.detach().cpu().contiguous().bytes);
        }
    }

    /// <summary>Reads a file of <see cref="Write"/>. The tensors are on the CPU; the caller disposes them.</summary>
    /// <exception cref="InvalidDataException">The file is truncated or has another format.</exception>
    public static (Dictionary<string, Tensor> Tensors, Dictionary<string, string> Metadata) Read(Stream stream)
    {
        try
        {
            Span<byte> length = stackalloc byte[8];
            stream.ReadExactly(length);
            var size = BinaryPrimitives.ReadInt64LittleEndian(length);
            if (size is < 2 or > LongestHeader)
                throw new InvalidDataException($"a safetensors header must be 2 to {LongestHeader} bytes long, but is {size}");
            var header = new byte[size];
            stream.ReadExactly(header);
            return Tensors(stream, JsonNode.Parse(header)!.AsObject());
        }
        catch (Exception problem) when (problem is EndOfStreamException or JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"not a valid safetensors file: {problem.Message}", problem);
        }
    }

    private static byte[] Header(ImmutableArray<KeyValuePair<string, Tensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = new JsonObject
        {
            ["__metadata__"] = new JsonObject(metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        };
        var offset = 0L;
        foreach (var (name, tensor) in tensors)
        {
            var end = offset + tensor.numel() * tensor.ElementSize;
            header[name] = new JsonObject
            {
                ["dtype"] = Name(tensor.dtype),
                ["shape"] = new JsonArray([.. tensor.shape.Select(side => (JsonNode)side)]),
                ["data_offsets"] = new JsonArray(offset, end),
            };
            offset = end;
        }

        // Padded with spaces so that the tensors start at a multiple of 8 bytes, as the format requires.
        var json = header.ToJsonString();
        var bytes = System.Text.Encoding.UTF8.GetBytes(json);
        return [.. bytes, .. Enumerable.Repeat((byte)' ', (8 - bytes.Length % 8) % 8)];
    }

    private static (Dictionary<string, Tensor>, Dictionary<string, string>) Tensors(Stream stream, JsonObject header)
    {
        var metadata = header["__metadata__"]?.AsObject().ToDictionary(pair => pair.Key, pair => pair.Value!.GetValue<string>()) ?? [];
        var tensors = new Dictionary<string, Tensor>();
        foreach (
            var (name, entry) in header.Where(entry => entry.Key != "__metadata__").OrderBy(
                entry => entry.Value!["data_offsets"]![0]!.GetValue<long>()))
        {
            long[] shape = [.. entry!["shape"]!.AsArray().Select(side => side!.GetValue<long>())];
            var tensor = empty(shape, Type(entry["dtype"]!.GetValue<string>()));
            tensors[name] = tensor;
            stream.ReadExactly(tensor.bytes);
        }

        return (tensors, metadata);
    }

    private static string Name(ScalarType type) =>
        Types.TryGetValue(type, out var name)
            ? name
            : throw new NotSupportedException($"a model's tensors must be one of {string.Join(", ", Types.Keys)}, but one is {type}");

    private static ScalarType Type(string name) => Types.FirstOrDefault(type => type.Value == name) is { Value: not null } known
        ? known.Key
        : throw new InvalidDataException($"a model's tensors must be one of {string.Join(", ", Types.Values)}, but one is {name}");
}
