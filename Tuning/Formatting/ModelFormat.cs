using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Formatting;

/// <summary>A file format in which a trial's model can be exported.</summary>
/// <param name="Word">The name that users give.</param>
/// <param name="Ending">The file's extension.</param>
/// <param name="Precision">The precision of an ONNX file; null for the format that holds only weights.</param>
public sealed record ModelFormat(string Word, string Ending, Precision? Precision)
{
    public static ModelFormat Safetensors { get; } = new("safetensors", ".safetensors", null);

    public static ImmutableArray<ModelFormat> All { get; } =
    [
        new("onnx", ".onnx", Paretune.Precision.Fp32), new("onnx-fp16", "-fp16.onnx", Paretune.Precision.Fp16),
        new("onnx-int8", "-int8.onnx", Paretune.Precision.Int8), Safetensors,
    ];

    /// <summary>Finds a format by its name; null if there is none.</summary>
    public static ModelFormat? Find(string word) => All.FirstOrDefault(format => format.Word == word);

    public static string Unknown(string word) => Spelling.Unknown("format", word, [.. All.Select(format => format.Word)]);
}
