using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Fronts;

namespace Paretune.Client.Output;

/// <summary>The number of images that accuracies were measured on, and the resulting 95 % intervals.</summary>
/// <param name="Validation">0 if not known; <paramref name="Test"/> likewise.</param>
internal sealed record MeasuredImages(int Validation, int Test)
{
    /// <summary>Returns the interval of an accuracy; null for other metrics, and if the number of images is not known.</summary>
    public Func<TrialView, AccuracyInterval?>? IntervalOf(Metric metric) => metric.Key switch
    {
        "accuracy" when Validation > 0 => OfValidation,
        "testAccuracy" when Test > 0 => OfTest,
        _ => null,
    };

    /// <summary>Returns a line below a table that states the images behind the intervals; null if not known.</summary>
    public string? Note() => (Validation, Test) switch
    {
        (0, 0) => null,
        (_, 0) => $"(95 %): interval from {Validation} validation images",
        (0, _) => $"(95 %): interval from {Test} test images",
        _ => $"(95 %): interval from {Validation} validation and {Test} test images",
    };

    /// <summary>Returns the note, extended by how certain the places on the front are.</summary>
    public string? Note(IReadOnlyCollection<TrialView> shown, SearchSpec spec)
    {
        string[] notes = [.. new[] { Note(), CertaintyText.Note(shown, spec.Replicates), CertaintyText.Unsettled(shown) }.OfType<string>()];
        return notes.Length == 0 ? null : string.Join(Environment.NewLine, notes);
    }

    /// <summary>Returns the columns for machine-readable tables.</summary>
    public IEnumerable<TrialColumn> Columns() =>
    [
        new("accuracyLow", typeof(double?), trial => OfValidation(trial)?.Low),
        new("accuracyHigh", typeof(double?), trial => OfValidation(trial)?.High),
        new("validationImages", typeof(int?), _ => Known(Validation)),
        new("testAccuracyLow", typeof(double?), trial => OfTest(trial)?.Low),
        new("testAccuracyHigh", typeof(double?), trial => OfTest(trial)?.High),
        new("testImages", typeof(int?), _ => Known(Test)),
    ];

    /// <summary>Returns a trial as JSON with its intervals and the number of images behind each.</summary>
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
