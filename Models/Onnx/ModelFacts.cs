using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Paretune.Models.Onnx;

/// <summary>Everything needed to use a model elsewhere, and its origin; stored as metadata in each exported file.</summary>
/// <param name="InputSize">Side of the network's input in pixels.</param>
/// <param name="ImageSize">Side of the dataset's images in pixels, which are resized to the input.</param>
/// <param name="Mean">
/// Means of red, green and blue, or of grey alone, for pixels from 0 to 255; the network takes (pixel − mean) / deviation.
/// </param>
/// <param name="Trial">
/// The trial of the model, <c>search/number</c>. Without the attempt, because an interrupted trial produces a bit-identical file.
/// </param>
public sealed record ModelFacts(
    string Network, Configuration Configuration, int BaseResolution, string Dataset, ImmutableArray<string> Classes, int InputSize,
    int ImageSize,
    ImmutableArray<float> Mean, ImmutableArray<float> Deviation, string Trial, int Epochs, long Seed)
{
    /// <inheritdoc cref="Paretune.Dataset.PixelBits"/>
    public int PixelBits { get; init; }

    /// <summary>3 for red, green and blue, 1 for grey.</summary>
    public int Channels => Mean.Length;

    /// <summary>The name of the channels.</summary>
    public string Colours => Channels == 1 ? "grey" : "RGB";

    /// <inheritdoc cref="TrialView.Extensions"/>
    public ImmutableArray<int> Extensions { get; init; } = [];

    /// <summary>The precision requested for training, which is independent of the file's precision.</summary>
    public TrainingPrecision TrainedIn { get; init; }

    /// <summary>The version of the program that writes models.</summary>
    public static string Version { get; } = typeof(ModelFacts).Assembly.GetName().Version!.ToString(fieldCount: 3);

    /// <summary>A description of the model in one sentence.</summary>
    public string Sentence =>
        $"{Network} for {Classes.Length} classes of {Dataset}, by Paretune {Version}. "
        + string.Create(CultureInfo.InvariantCulture, $"Input: {Colours}, {InputSize}×{InputSize}, ")
        + "(pixel − mean) / std of pixels from 0 to 255. Output: logits.";

    public IEnumerable<KeyValuePair<string, string>> Metadata() =>
    [
        new("network", Network), new("configuration", Json(Configuration)), new("baseResolution", Whole(BaseResolution)),
        new("dataset", Dataset),
        new("classes", Json(Classes)), new("inputSize", Whole(InputSize)), new("imageSize", Whole(ImageSize)), new("mean", Json(Mean)),
        new("std", Json(Deviation)),
        new("trial", Trial), new("epochs", Whole(Epochs)), new("seed", Whole(Seed)), new("producer", $"paretune {Version}"),
        .. Extensions.IsEmpty ? default(ReadOnlySpan<KeyValuePair<string, string>>) : [new("extensions", Json(Extensions))],
        .. PixelBits == 0 ? default(ReadOnlySpan<KeyValuePair<string, string>>) : [new("pixelBits", Whole(PixelBits))],
        .. TrainedIn == TrainingPrecision.Fp32
            ? default(ReadOnlySpan<KeyValuePair<string, string>>) : [new("trainedIn", Json(TrainedIn))],
    ];

    /// <summary>Parses what <see cref="Metadata"/> returns.</summary>
    /// <exception cref="InvalidDataException">An entry is missing or cannot be parsed; the message names it.</exception>
    public static ModelFacts Read(IReadOnlyDictionary<string, string> metadata)
    {
        var facts = new ModelFacts(
            Text("network"), Parsed<Configuration>("configuration"), Number("baseResolution"), Text("dataset"),
            Parsed<ImmutableArray<string>>("classes"), Number("inputSize"),
            Number("imageSize"), Parsed<ImmutableArray<float>>("mean"), Parsed<ImmutableArray<float>>("std"), Text("trial"),
            Number("epochs"),
            Parsed<long>("seed"))
        {
            PixelBits = metadata.ContainsKey("pixelBits") ? Number("pixelBits") : 0,
            Extensions = metadata.ContainsKey("extensions") ? Parsed<ImmutableArray<int>>("extensions") : [],
            TrainedIn = metadata.ContainsKey("trainedIn") ? Parsed<TrainingPrecision>("trainedIn") : TrainingPrecision.Fp32,
        };
        return facts is
        {
            Mean.Length: 1 or 3, InputSize: > 0, ImageSize: > 0, Classes.IsDefaultOrEmpty: false
        } && facts.Deviation.Length == facts.Mean.Length && !facts.Deviation.Contains(0)
            ? facts
            : throw new InvalidDataException(
                "mean and std must have three numbers each, or one for grey, sizes must be above 0, and there must be classes");

        string Text(string key) => metadata.TryGetValue(key, out var text)
            ? text
            : throw new InvalidDataException($"the metadata must have \"{key}\", as Paretune's exports do, but it is missing");

        int Number(string key) => Parsed<int>(key);

        T Parsed<T>(string key)
        {
            try
            {
                return JsonSerializer.Deserialize<T>(Text(key), ParetuneJson.Options)!;
            }
            catch (JsonException malformed)
            {
                throw new InvalidDataException($"the metadata's \"{key}\" cannot be read: {malformed.Message}", malformed);
            }
        }
    }

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ParetuneJson.Options);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
