using System.Globalization;

namespace Paretune.Tuning.Formatting;

/// <summary>Formats a budget.</summary>
public static class BudgetText
{
    /// <summary>Returns for example "500 epochs, 2 device hours"; "nothing" if no part of the budget is set.</summary>
    public static string Format(Budget budget)
    {
        string?[] parts =
        [
            Part($"{CountText.Format(budget.Trials ?? 0, "trial")}", budget.Trials),
            Part($"{CountText.Format(budget.Epochs ?? 0, "epoch")}", budget.Epochs),
            Part($"{100 * budget.Share:0.##} % of the grid's cost", budget.Share), Part($"{budget.Hours} device hours", budget.Hours),
            Part($"{budget.WallHours} wall-clock hours", budget.WallHours),
            Part($"{CountText.Format(budget.NoProgress ?? 0, "trial")} without progress", budget.NoProgress),
        ];
        return string.Join(", ", parts.OfType<string>().DefaultIfEmpty("nothing"));
    }

    private static string? Part(FormattableString text, double? value) =>
        value is null ? null : text.ToString(CultureInfo.InvariantCulture);
}
