using System.Collections.Immutable;
using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>Reads the budget of a search.</summary>
internal static class BudgetReader
{
    private const string Trials = "trials", Epochs = "epochs", Share = "share", Hours = "hours", WallHours = "wallHours",
        NoProgress = "noProgress";

    // More than a century: a larger number is a mistake.
    private const double MostHours = 1_000_000;

    /// <summary>The parts of a budget, each declared once for the reader and for flags.</summary>
    public static ImmutableArray<Hyperparameter> Parts { get; } =
    [
        Part(Trials, HyperparameterKind.Whole, 1, SpecChecks.MostTrials, "Start at most this many trials"),
        Part(Epochs, HyperparameterKind.Whole, 1, double.MaxValue, "End after this many epochs over all trials"),
        Part(Share, HyperparameterKind.Number, 0, 1, "End after this share of the cost of the whole grid"),
        Part(Hours, HyperparameterKind.Number, 0, MostHours, "End after this many device hours of training"),
        Part(WallHours, HyperparameterKind.Number, 0, MostHours, "End this many hours after submission, not counting pauses"),
        Part(NoProgress, HyperparameterKind.Whole, 1, SpecChecks.MostTrials, "End once this many trials in a row have completed "
            + "without changing the front"),
    ];

    public static Budget? Read(Field field)
    {
        if (!field.IsGiven)
            return null;
        var fields = field.Object([.. Parts.Select(part => part.Name)]);
        var given = Parts.Where(part => fields[part.Name].IsGiven).ToDictionary(
            part => part.Name, part => fields[part.Name].Number(part.Allows, part.Rule(), Remedy(part)));
        if (field.IsEmptyObject)
            field.AddError(
                $"must contain at least one of {string.Join(", ", Parts.Select(part => part.Name))}, but is empty; remove it for a search "
                + "without a budget");
        return new(
            (int?)given.GetValueOrDefault(Trials), (long?)given.GetValueOrDefault(Epochs), given.GetValueOrDefault(Share),
            given.GetValueOrDefault(Hours), given.GetValueOrDefault(WallHours), (int?)given.GetValueOrDefault(NoProgress));
    }

    private static string Remedy(Hyperparameter part) =>
        part.Name == Share ? "write 0.2 for 20 %, or leave it out" : "leave it out for no limit";

    // Whole numbers begin at 1, others above 0; none has a default.
    private static Hyperparameter Part(string name, HyperparameterKind kind, double min, double max, string help) =>
        new(name, kind, min, max, [], min) { Help = help, IsMinExcluded = kind == HyperparameterKind.Number };
}
