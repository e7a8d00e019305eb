using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A custom trainer, an assembly or a command, as its <c>trainer.yaml</c> declares it.</summary>
/// <param name="Name">That of its folder; what a search's <c>trainer</c> says.</param>
/// <param name="Assembly">The file in that folder that a worker loads; empty where it is a command.</param>
/// <param name="Description">One line for people; may be empty.</param>
/// <param name="Hyperparameters">Its own, beside the learning rate, weight decay and batch size that every search has.</param>
public sealed record TrainerDeclaration(string Name, string Assembly, string Description, ImmutableArray<Hyperparameter> Hyperparameters)
{
    /// <summary>
    /// What a search's <c>trainer</c> says where its trials are trained by programs outside of the cluster, which lease them over HTTP.
    /// </summary>
    public const string External = "external";

    /// <summary>The dataset of a search whose trainer brings its own data.</summary>
    public static Dataset OwnData(string trainer) => new(trainer, [], Size: 0, TrainImages: 0, TestImages: 0);

    /// <summary>What workers run; null where they load an assembly.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainerCommand? Command { get; init; }

    /// <summary>Metrics that the command reports beside the accuracy, by name; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, CustomMetric>? Metrics { get; init; }
}

/// <summary>A program that workers run for each attempt, in the trainer's folder and without a shell.</summary>
/// <param name="Arguments">The program, and what it is given.</param>
/// <param name="Grace">Seconds between the request to end and the kill.</param>
/// <param name="Patience">Seconds without a sign of life after which an attempt has failed.</param>
/// <param name="CollectsStdout">Whether its reports are JSON lines on standard output.</param>
public sealed record TrainerCommand(ImmutableArray<string> Arguments, double Grace, double Patience, bool CollectsStdout);

/// <summary>
/// The domain of a hyperparameter: one that every search has, one that a custom trainer declares, or a parameter of a strategy.
/// </summary>
/// <param name="Min">The least that a number may be; null for a choice.</param>
/// <param name="Max">The most that a number may be; null for a choice.</param>
/// <param name="Values">The words of a choice; empty for numbers.</param>
/// <param name="Default">Its value if the search does not set it.</param>
public sealed record Hyperparameter(
    string Name, HyperparameterKind Kind, double? Min, double? Max, ImmutableArray<string> Values, HyperparameterValue Default)
{
    /// <summary>What tables and charts head it with, such as "δ"; its name where that is null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Symbol { get; init; }

    /// <summary>One sentence for help and forms; null if its trainer has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Help { get; init; }

    /// <summary>Whether a number must be above <see cref="Min"/>, not just at least that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsMinExcluded { get; init; }
}

public enum HyperparameterKind
{
    /// <summary>A whole number.</summary>
    Whole,
    Number,

    /// <summary>One of some words.</summary>
    Choice,
}

/// <summary>A number, or a word out of a list.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.HyperparameterValue")]
[JsonConverter(typeof(HyperparameterValueConverter))]
public readonly record struct HyperparameterValue([property: Id(0)] double Number, [property: Id(1)] string? Word)
{
    public static implicit operator HyperparameterValue(double number) => new(number, null);
    public static implicit operator HyperparameterValue(string word) => new(0, word);

    public override string ToString() => Word ?? Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A number as a number, a word as text.</summary>
public sealed class HyperparameterValueConverter : JsonConverter<HyperparameterValue>
{
    public override HyperparameterValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString()!,
            JsonTokenType.Number => reader.GetDouble(),
            var other => throw new JsonException($"a hyperparameter's value must be a number or text, but is {other}"),
        };

    public override void Write(Utf8JsonWriter writer, HyperparameterValue value, JsonSerializerOptions options)
    {
        if (value.Word is { } word)
            writer.WriteStringValue(word);
        else
            writer.WriteNumberValue(value.Number);
    }
}
