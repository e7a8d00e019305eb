using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Tuning.Specs;

namespace Paretune.Tuning.Programs;

/// <summary>The signal that a program sent, or all errors in it.</summary>
public readonly record struct SignalReadResult(Signal? Signal, ImmutableArray<ValidationError> Errors);

/// <summary>Reads the signals of external programs as described in docs/protocol.md. Never throws, whatever the JSON.</summary>
public static class SignalReader
{
    private const int MostEpochs = SearchSpecReader.MaxEpochs;

    // Long reasons are cut to their end, because the end of a stack trace says what went wrong.
    private const int LongestReason = 4000;

    // A size limit far beyond any model.
    private const long MostOfModel = 1L << 60;

    private static readonly ImmutableArray<string> Kinds = ["progress", "report", "end"];
    private static readonly ImmutableArray<string> OfProgress = ["attempt", "kind", "epoch", "step", "steps", "examplesPerSecond"];
    private static readonly ImmutableArray<string> OfReport =
    [
        "attempt", "kind", "epoch", "accuracy", "loss", "trainAccuracy", "trainLoss", "topFive", "learningRate", "seconds",
        "examplesPerSecond", "parameters", "bytes", "metrics",
    ];
    /// <summary>The fields of a report about an epoch, except for custom metrics.</summary>
    public static ImmutableArray<string> OfEpoch { get; } = [.. OfReport.Except(["attempt", "kind", "metrics"])];

    private static readonly ImmutableArray<string> OfEnd = ["attempt", "kind", "outcome", "reason"];
    private static readonly ImmutableArray<string> Outcomes = ["completed", "failed", "outOfMemory", "givenBack"];
    private static readonly ImmutableArray<string> OfCost = ["trial", "attempt", "parameters", "bytes"];

    // JSON has no such numbers, but diverging training reports them.
    private static readonly ImmutableDictionary<string, double> NotFinite = new Dictionary<string, double>
    {
        ["NaN"] = double.NaN,
        ["Infinity"] = double.PositiveInfinity,
        ["-Infinity"] = double.NegativeInfinity,
    }.ToImmutableDictionary();

    public static SignalReadResult Read(JsonElement body, TrialId trial)
    {
        var errors = new List<ValidationError>();
        var kind = KindOf(body, errors);
        Signal? signal = kind switch
        {
            "progress" => Progress(new Field(body, "", errors).Object(OfProgress), trial),
            "report" => Report(new Field(body, "", errors).Object(OfReport), trial),
            "end" => End(new Field(body, "", errors).Object(OfEnd), trial),
            _ => null,
        };
        return errors.Count == 0 ? new(signal, []) : new(null, [.. errors]);
    }

    /// <summary>Reads the size of a trial's model before training, and the attempt that reports it.</summary>
    public static (int Trial, int Attempt, Cost Cost, ImmutableArray<ValidationError> Errors) ReadCost(JsonElement body)
    {
        var errors = new List<ValidationError>();
        var fields = new Field(body, "", errors).Object(OfCost);
        var trial = Needed(fields["trial"], field => field.Whole(1, int.MaxValue), "the number of the trial");
        var attempt = Attempt(fields);
        Needed(fields["parameters"], Size, "the number of trainable parameters");
        return (trial ?? 0, attempt, CostOf(fields) ?? new(0, 0, 0), [.. errors]);
    }

    private static string? KindOf(JsonElement body, List<ValidationError> errors)
    {
        // Which keys are allowed depends on the kind, so other keys are checked later.
        var field = new Field(body.TryGetProperty("kind", out var kind) ? kind : default, "kind", errors);
        var text = Needed(field, one => one.Text(), $"one of {string.Join(", ", Kinds)}");
        if (text is not null && !Kinds.Contains(text))
            field.AddError(Spelling.Unknown("kind", text, Kinds));
        return text;
    }

    private static StepProgress Progress(Fields fields, TrialId trial) => new()
    {
        Trial = trial,
        Attempt = Attempt(fields),
        Epoch = Epoch(fields),
        Step = fields["step"].Whole(0, int.MaxValue) ?? 0,
        Steps = fields["steps"].Whole(0, int.MaxValue) ?? 0,
        ImagesPerSecond = Amount(fields["examplesPerSecond"]) ?? 0,
    };

    private static Report Report(Fields fields, TrialId trial)
    {
        var accuracy = Needed(fields["accuracy"], Share, "a share from 0 to 1") ?? 0;
        // Without a loss, 1 − accuracy makes the epoch with the highest accuracy the best one.
        var loss = Loss(fields["loss"]) ?? 1 - accuracy;
        return new()
        {
            Trial = trial,
            Attempt = Attempt(fields),
            Epoch = Epoch(fields),
            // A NaN accuracy means that the epoch failed, so its loss is NaN too.
            Accuracy = accuracy,
            ValidationLoss = double.IsNaN(accuracy) ? double.NaN : loss,
            TrainLoss = Loss(fields["trainLoss"]) ?? loss,
            TrainAccuracy = Share(fields["trainAccuracy"]) ?? double.NaN,
            TopFive = Share(fields["topFive"]),
            LearningRate = Amount(fields["learningRate"]) ?? double.NaN,
            Seconds = Amount(fields["seconds"]) ?? 0,
            ImagesPerSecond = Amount(fields["examplesPerSecond"]) ?? 0,
            PeakMemoryBytes = 0,
            Metrics = Own(fields["metrics"]),
            Model = CostOf(fields) is { } cost ? new(FileBytes: null, Latency: null, cost) : null,
        };
    }

    private static AttemptEnd? End(Fields fields, TrialId trial)
    {
        var (attempt, outcome, reason) = (
            Attempt(fields), Needed(fields["outcome"], field => field.Text(), $"one of {string.Join(", ", Outcomes)}"),
            fields["reason"].Text() ?? "");
        if (outcome is not null && !Outcomes.Contains(outcome))
            fields["outcome"].AddError(Spelling.Unknown("outcome", outcome, Outcomes));
        if (outcome == "failed" && string.IsNullOrWhiteSpace(reason))
            fields["reason"].AddError("is required: why the trial failed, for its users");
        return new()
        {
            Trial = trial,
            Attempt = attempt,
            Failure = outcome switch
            {
                "outOfMemory" => AttemptFailure.OutOfMemory,
                "givenBack" => AttemptFailure.Preempted,
                _ => AttemptFailure.Threw,
            },
            Message = outcome == "completed" ? Unreported
                : reason.Length > 0 ? reason[Math.Max(0, reason.Length - LongestReason)..]
                : outcome == "givenBack" ? "returned by its program" : "",
        };
    }

    /// <summary>
    /// The reason for a failure if the outcome <c>completed</c> arrives before the report of the last epoch. That report completes a trial
    /// by itself.
    /// </summary>
    private const string Unreported = "its program ended with the outcome completed before it reported the last epoch";

    private static int Attempt(Fields fields) =>
        Needed(fields["attempt"], field => field.Whole(1, int.MaxValue), "the attempt's number, as the lease says") ?? 0;

    private static int Epoch(Fields fields) =>
        Needed(fields["epoch"], field => field.Whole(1, MostEpochs), "the epoch's number, from 1") ?? 0;

    private static Cost? CostOf(Fields fields)
    {
        const int BytesOfWeight = sizeof(float);
        var (parameters, bytes) = (Size(fields["parameters"]), Size(fields["bytes"]));
        return parameters is null && bytes is null
            ? null : new(parameters ?? 0, Macs: 0, bytes ?? (parameters ?? 0) * BytesOfWeight);
    }

    /// <summary>
    /// Reads custom metrics; the search checks their names. A metric that is not a finite number is omitted for this epoch.
    /// </summary>
    private static ImmutableSortedDictionary<string, double>? Own(Field field)
    {
        var metrics = field.Members().Where(member => Named(member.Field) is null)
            .Select(member => (member.Name, Value: member.Field.Number(_ => true, "a number, or \"NaN\"")))
            .Where(one => one.Value is not null)
            .ToImmutableSortedDictionary(one => one.Name, one => one.Value!.Value, StringComparer.Ordinal);
        return metrics.IsEmpty ? null : metrics;
    }

    private static long? Size(Field field) => field.Whole(0L, MostOfModel);

    private static double? Amount(Field field) => field.Number(number => number >= 0, "a number of at least 0");

    private static double? Share(Field field) => Named(field) is { } none
        ? double.IsNaN(none) ? none : Outside(field)
        : field.Number(number => number is >= 0 and <= 1, "a share from 0 to 1, or \"NaN\"");

    private static double? Loss(Field field) => Named(field) ?? field.Number(_ => true, "a number, or \"NaN\" where training diverged");

    private static double? Outside(Field field)
    {
        field.AddError($"must be a share from 0 to 1, or \"NaN\", but is {field.Got}");
        return null;
    }

    private static double? Named(Field field) =>
        field.IsText && field.Text() is { } text && NotFinite.TryGetValue(text, out var number) ? number : null;

    private static T? Needed<T>(Field field, Func<Field, T?> read, string rule) where T : struct
    {
        if (!field.IsGiven)
            field.AddError($"must be {rule}, but is missing");
        return read(field);
    }

    private static string? Needed(Field field, Func<Field, string?> read, string rule)
    {
        if (!field.IsGiven)
            field.AddError($"must be {rule}, but is missing");
        return read(field);
    }
}
