using System.Collections.Immutable;
using Paretune.Tuning.Formatting;

namespace Paretune.Dashboard.Trials;

/// <summary>Selects which of a trial's stored mistakes are shown: all, or those of one cell of the confusion table.</summary>
/// <param name="Shown">The mistakes with their indexes in the evaluation and on the sheet, the most confident first.</param>
/// <param name="Summary">One sentence on how many of how many are shown.</param>
/// <param name="IsPair">Whether the mistakes are of one cell.</param>
public sealed record MistakeSelection(ImmutableArray<(int At, Mistake Mistake)> Shown, string Summary, bool IsPair)
{
    /// <param name="truth">The true class's name, as in the address; null for any.</param>
    /// <param name="predicted">The predicted class's name; null for any.</param>
    public static MistakeSelection From(TrialEvaluation evaluation, string? truth, string? predicted)
    {
        var (row, column) = (evaluation.Classes.IndexOf(truth ?? ""), evaluation.Classes.IndexOf(predicted ?? ""));
        ImmutableArray<(int At, Mistake Mistake)> all = [.. evaluation.Mistakes.Index()];
        if (row < 0 || column < 0 || row == column)
            return new(all, Kept(evaluation), IsPair: false);
        ImmutableArray<(int At, Mistake Mistake)> some =
            [.. all.Where(one => one.Mistake.Class == row && one.Mistake.Predicted == column)];
        var count = Math.Max(some.Length, Count(evaluation, row, column));
        return new(some, Pair(some.Length, count, truth!, predicted!), IsPair: true);
    }

    /// <summary>Returns how many images of a class were predicted as another; 0 if not stored.</summary>
    public static int Count(TrialEvaluation evaluation, int row, int column) => evaluation.Confusion.IsEmpty
        ? evaluation.Confused.FirstOrDefault(pair => pair.Class == row && pair.Predicted == column)?.Count ?? 0
        : evaluation.Confusion[row][column];

    private static string Kept(TrialEvaluation evaluation)
    {
        var wrong = evaluation.Images - (int)Math.Round(evaluation.Accuracy * evaluation.Images);
        return evaluation.Mistakes.Length == wrong
            ? $"All {CountText.Format(wrong, "validation image")} misclassified by the model, the most confident first."
            : $"{evaluation.Mistakes.Length} of the {wrong} validation images misclassified by the model, the most confident first.";
    }

    private static string Pair(int shown, int count, string truth, string predicted)
    {
        var what = $"{CountText.Format(count, "validation image")} of {truth} that "
            + $"{(count == 1 ? "was" : "were")} classified as {predicted}";
        return count == 0 ? $"No validation image of {truth} was classified as {predicted}."
            : shown == 0 ? $"The {what} {(count == 1 ? "is" : "are")} not among the mistakes that the trial kept."
            : shown == count ? $"The {what}." : $"{shown} of the {what}, the most confident first.";
    }
}
