using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paretune;

/// <summary>A custom trainer, an assembly or a command, as declared in its <c>trainer.yaml</c>.</summary>
/// <param name="Name">The name of its folder, which a search gives under <c>trainer</c>.</param>
/// <param name="Assembly">The file in that folder that a worker loads; empty for a command.</param>
/// <param name="Description">One line for people; may be empty.</param>
/// <param name="Hyperparameters">
/// The hyperparameters it declares, beside the learning rate, weight decay and batch size of every search.
/// </param>
public sealed record TrainerDeclaration(string Name, string Assembly, string Description, ImmutableArray<Hyperparameter> Hyperparameters)
{
    /// <summary>
    /// The value of a search's <c>trainer</c> if programs outside the cluster train its trials, which they lease over HTTP.
    /// </summary>
    public const string External = "external";

    /// <summary>Returns the dataset of a search whose trainer brings its own data.</summary>
    public static Dataset OwnData(string trainer) => new(trainer, [], Size: 0, TrainImages: 0, TestImages: 0);

    /// <summary>The command that workers run; null if they load an assembly.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TrainerCommand? Command { get; init; }

    /// <summary>Custom metrics that the command reports beside the accuracy, by name; null if there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, CustomMetric>? Metrics { get; init; }
}

/// <summary>A program that workers run for each attempt, in the trainer's folder and without a shell.</summary>
/// <param name="Arguments">The program and its arguments.</param>
/// <param name="Grace">Seconds between the request to stop and the kill.</param>
/// <param name="IdleTimeout">Seconds without output or reports after which an attempt has failed.</param>
/// <param name="CollectsStdout">Whether reports are JSON lines on standard output.</param>
public sealed record TrainerCommand(ImmutableArray<string> Arguments, double Grace, double IdleTimeout, bool CollectsStdout)
{
    /// <summary>
    /// How long after the end of an attempt its output is still read. A program exits after the report that ends its attempt, and only then
    /// the worker stores what it wrote last. That takes longer only for programs that use all of a long <see cref="Grace"/>.
    /// </summary>
    public static TimeSpan LastOutput { get; } = TimeSpan.FromSeconds(15);
}

/// <summary>The declaration of a hyperparameter of every search, of a custom trainer, or of a strategy's parameter.</summary>
/// <param name="Min">The minimum of a number; null for a choice.</param>
/// <param name="Max">The maximum of a number; null for a choice.</param>
/// <param name="Values">The words of a choice; empty for numbers.</param>
/// <param name="Default">The value if the search does not set one.</param>
public sealed record Hyperparameter(
    string Name, HyperparameterKind Kind, double? Min, double? Max, ImmutableArray<string> Values, HyperparameterValue Default)
{
    /// <summary>The title in tables and charts, such as "δ"; null to use the name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Symbol { get; init; }

    /// <summary>One sentence for help texts and forms; null if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Help { get; init; }

    /// <summary>Whether a number must be above <see cref="Min"/> and may not equal it.</summary>
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

/// <summary>A number or a word.</summary>
[GenerateSerializer, Immutable, Alias("Paretune.HyperparameterValue")]
[JsonConverter(typeof(HyperparameterValueConverter))]
public readonly record struct HyperparameterValue([property: Id(0)] double Number, [property: Id(1)] string? Word)
{
    public static implicit operator HyperparameterValue(double number) => new(number, null);
    public static implicit operator HyperparameterValue(string word) => new(0, word);

    public override string ToString() => Word ?? Number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Writes a number as a JSON number and a word as text.</summary>
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
