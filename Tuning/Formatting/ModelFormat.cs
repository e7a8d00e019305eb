using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Formatting;

/// <summary>A form in which a trial's model is handed out.</summary>
/// <param name="Word">What users call it.</param>
/// <param name="Ending">Of a file's name.</param>
/// <param name="Precision">Of an ONNX file; null for the weights alone.</param>
public sealed record ModelFormat(string Word, string Ending, Precision? Precision)
{
    public static ModelFormat Safetensors { get; } = new("safetensors", ".safetensors", null);

    public static ImmutableArray<ModelFormat> All { get; } =
    [
        new("onnx", ".onnx", Paretune.Precision.Fp32), new("onnx-fp16", "-fp16.onnx", Paretune.Precision.Fp16),
        new("onnx-int8", "-int8.onnx", Paretune.Precision.Int8), Safetensors,
    ];

    /// <summary>The format of that name, or null.</summary>
    public static ModelFormat? Find(string word) => All.FirstOrDefault(format => format.Word == word);

    public static string Unknown(string word) => Spelling.Unknown("format", word, [.. All.Select(format => format.Word)]);
}
