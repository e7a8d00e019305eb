using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Fronts;

namespace Paretune.Client.Output;

/// <summary>The images that accuracies were measured on, and the 95 % intervals that follow from their number.</summary>
/// <param name="Validation">0 if unknown, as for <paramref name="Test"/>.</param>
internal sealed record MeasuredImages(int Validation, int Test)
{
    /// <summary>The interval of a metric that is an accuracy; null for other metrics, and if the number of images is not known.</summary>
    public Func<TrialView, AccuracyInterval?>? IntervalOf(Metric metric) => metric.Key switch
    {
        "accuracy" when Validation > 0 => OfValidation,
        "testAccuracy" when Test > 0 => OfTest,
        _ => null,
    };

    /// <summary>The images behind the intervals, as a line below a table; null if unknown.</summary>
    public string? Note() => (Validation, Test) switch
    {
        (0, 0) => null,
        (_, 0) => $"(95 %): interval from {Validation} validation images",
        (0, _) => $"(95 %): interval from {Test} test images",
        _ => $"(95 %): interval from {Validation} validation and {Test} test images",
    };

    /// <summary>The same, with a note on the certainty of places on the front.</summary>
    public string? Note(IReadOnlyCollection<TrialView> shown, SearchSpec spec)
    {
        string[] notes = [.. new[] { Note(), SureText.Note(shown, spec.Replicates), SureText.Unsettled(shown) }.OfType<string>()];
        return notes.Length == 0 ? null : string.Join(Environment.NewLine, notes);
    }

    /// <summary>Columns for programs.</summary>
    public IEnumerable<TrialColumn> Columns() =>
    [
        new("accuracyLow", typeof(double?), trial => OfValidation(trial)?.Low),
        new("accuracyHigh", typeof(double?), trial => OfValidation(trial)?.High),
        new("validationImages", typeof(int?), _ => Known(Validation)),
        new("testAccuracyLow", typeof(double?), trial => OfTest(trial)?.Low),
        new("testAccuracyHigh", typeof(double?), trial => OfTest(trial)?.High),
        new("testImages", typeof(int?), _ => Known(Test)),
    ];

    /// <summary>A trial as JSON with its intervals, each with the number of images.</summary>
    public JsonNode Document(TrialView trial)
    {
        var document = JsonSerializer.SerializeToNode(trial, ParetuneJson.Options)!;
        if (OfValidation(trial) is { } validation)
            document["accuracyInterval"] = Json(validation, Validation);
        if (OfTest(trial) is { } test)
            document["testAccuracyInterval"] = Json(test, Test);
        return document;
    }

    private static JsonObject Json(AccuracyInterval interval, int images) =>
        new() { ["low"] = interval.Low, ["high"] = interval.High, ["images"] = images };

    private static int? Known(int images) => images > 0 ? images : null;

    private AccuracyInterval? OfValidation(TrialView trial) =>
        trial.Accuracy is { } accuracy ? AccuracyInterval.From(accuracy, Validation) : null;

    private AccuracyInterval? OfTest(TrialView trial) =>
        trial.TestAccuracy is { } accuracy ? AccuracyInterval.From(accuracy, Test) : null;
}
