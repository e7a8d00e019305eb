using System.Globalization;

namespace Paretune.Tuning.Formatting;

/// <summary>A budget in words.</summary>
public static class BudgetText
{
    /// <summary>"500 epochs, 2 device hours"; "nothing" where it bounds nothing.</summary>
    public static string Of(Budget budget)
    {
        string?[] parts =
        [
            Part($"{budget.Trials} trials", budget.Trials), Part($"{budget.Epochs} epochs", budget.Epochs),
            Part($"{100 * budget.Share:0.##} % of the grid's cost", budget.Share), Part($"{budget.Hours} device hours", budget.Hours),
            Part($"{budget.WallHours} hours", budget.WallHours), Part($"{budget.NoProgress} trials without progress", budget.NoProgress),
        ];
        return string.Join(", ", parts.OfType<string>().DefaultIfEmpty("nothing"));
    }

    private static string? Part(FormattableString text, double? value) =>
        value is null ? null : text.ToString(CultureInfo.InvariantCulture);
}
