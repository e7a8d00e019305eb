using System.Collections.Immutable;
using System.Xml.Linq;
using Paretune.Client.Output;
using Paretune.Tuning.Networks;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Reproduction;

/// <summary>Tables 3 and 5: several networks compared.</summary>
internal static class SystemsSection
{
    public static ReportSection Create(
        Experiment experiment, ImmutableArray<MeasuredSearch> searches, MeasuredResults ours, IEnumerable<string> conditions)
    {
        var rows = MeasuredConfiguration.From(searches).OrderByDescending(row => row.Accuracy?.Mean).ToList();
        return ReportSection.From(
            $"{experiment.Title}{ours.InWords}",
            [
                .. conditions,
                "By accuracy, the paper: "
                    + string.Join(" > ", Systems(experiment).OrderByDescending(system => system.Accuracy).Select(system => system.Model))
                    + $". Ours: {Order(rows)}{ours.Mark}. A ~ stands between two neighbours whose intervals overlap or are missing.",
            ],
            [new(
                "",
                ["network", "paper", "ours, best epoch", "ours, last epoch", "top-5, best epoch", "ours, test", "paper's size",
                    $"parameters at {PaperModule.Classes} classes", "parameters as trained", "MACs as trained", "s/epoch",
                    "without accuracy"],
                [.. rows.Select(row => Cells(experiment, row, ours))])],
            Picture(searches[0]));
    }

    private static ImmutableArray<string> Cells(Experiment experiment, MeasuredConfiguration row, MeasuredResults ours)
    {
        var size = NetworkCatalog.Plan(
            row.Network, row.Configuration with { Resolution = 1 }, PaperModule.Resolution, PaperModule.Classes).Parameters;
        return
        [
            Named(row), Formatter.Percent(PaperAccuracy(experiment, row)), ours.Percent(row.Accuracy), ours.Percent(row.LastAccuracy),
            ours.Percent(row.TopFive), ours.Percent(row.TestAccuracy),
            Systems(experiment).FirstOrDefault(system => system.Model == row.Network) is { } paper
                ? Formatter.Amount(paper.Parameters) : Formatter.Nothing, Formatter.Amount(size),
            Formatter.Amount(row.Any.Parameters), Formatter.Amount(row.Any.Macs),
                $"{Formatter.Number(row.SecondsPerEpoch, "0.0")}{ours.Mark}",
            row.Failures is "" ? Formatter.Nothing : row.Failures,
        ];
    }

    private static double? PaperAccuracy(Experiment experiment, MeasuredConfiguration row) => row.Network == NetworkCatalog.Default
        ? PaperResults.ByDilation.FirstOrDefault(
            paper => PaperResults.IsOn(paper.Dataset, experiment.Dataset) && paper.Dilation == row.Configuration.Dilation
                && paper.Width == 1 && paper.Resolution == 1)?.Accuracy
        : Systems(experiment).FirstOrDefault(system => system.Model == row.Network)?.Accuracy;

    private static IEnumerable<PaperSystem> Systems(Experiment experiment) =>
        PaperResults.Systems.Where(system => PaperResults.IsOn(system.Dataset, experiment.Dataset));

    private static string Order(List<MeasuredConfiguration> rows) =>
        string.Concat(rows.Select((row, index) => index == 0
            ? Named(row)
            : (rows[index - 1].Accuracy, row.Accuracy) is ({ } higher, { } lower) && higher.IsAbove(lower)
                ? $" > {Named(row)}" : $" ~ {Named(row)}"));

    private static string Named(MeasuredConfiguration row) =>
        row.Network == NetworkCatalog.Default ? $"{row.Network} δ {row.Configuration.Dilation}" : row.Network;

    // One seed is enough to show the front; a search without any accuracy has none.
    private static XElement? Picture(MeasuredSearch search) =>
        search.Trials.Any(trial => trial.Trial.Accuracy is { } accuracy && double.IsFinite(accuracy))
        ? FrontPicture.Create(search.View, [.. search.Trials.Select(trial => trial.Trial)]).Root
        : null;
}
