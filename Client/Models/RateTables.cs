using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Models;

/// <summary>Formats a range test: the suggestion, and a table of a dozen losses.</summary>
internal static class RateTables
{
    private const int Lines = 12;

    public static IRenderable Create(RateFinding found)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("step", "learning rate", "loss", "smoothed");
        foreach (var column in table.Columns)
            column.RightAligned();
        foreach (var step in Sampled(found))
            table.AddRow($"{step.Step}", Rate(step.Rate), Formatter.Number(step.Loss, "0.000"), Formatter.Number(step.Smoothed, "0.000"));
        return new Rows(new Text(Headline(found)), new Text(Caution(found)), table);
    }

    /// <summary>Formats a rate, such as "0.0021".</summary>
    public static string Rate(double rate) => rate.ToString("0.#######", System.Globalization.CultureInfo.InvariantCulture);

    private static string Headline(RateFinding found) => found.Suggestion is { } rate
        ? $"suggested learning rate {Rate(Rounded(rate))} for {found.Network} on {found.Dataset} at batch {found.BatchSize}: "
            + RateFinding.Rule
        : $"no suggestion for {found.Network} on {found.Dataset}: the loss did not fall; raise --to, --steps or the batch size";

    private static string Caution(RateFinding found) =>
        $"a search without a learning rate uses {Rate(found.Default)}"
        + (found.Suggestion is { } rate
            ? "; a range test is short and has no schedule, so compare both rates in a search: "
                + $"learningRate: [{Rate(Rounded(rate))}, {Rate(found.Default)}]"
            : "");

    /// <summary>Rounds a rate to two significant digits; more would be noise.</summary>
    public static double Rounded(double rate) => double.Parse(
        rate.ToString("G2", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<RateStep> Sampled(RateFinding found)
    {
        var every = Math.Max(1, (int)Math.Ceiling(found.Steps.Length / (double)Lines));
        return found.Steps.Where(step => (step.Step - 1) % every == 0 || step == found.Steps[^1]);
    }
}
