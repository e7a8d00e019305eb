using System.Collections.Immutable;
using Paretune.Client.Output;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Reproduction;

/// <summary>Tables 4 and 6, and Fig. 7: accuracy against the dilation rate, with a line for each α and ρ.</summary>
internal static class DilationSection
{
    public static ReportSection Create(
        Experiment experiment, ImmutableArray<MeasuredSearch> searches, MeasuredResults ours, IEnumerable<string> conditions)
    {
        var lines = MeasuredConfiguration.From(searches).GroupBy(row => (row.Configuration.Width, row.Configuration.Resolution)).ToList();
        return ReportSection.From(
            $"{experiment.Title}{ours.InWords}",
            [.. conditions, .. lines.Select(line => Best(line, Paper(experiment, line.Key), ours))],
            [new(
                "",
                ["δ", "α", "ρ", "paper", "ours, best epoch", "ours, last epoch", "top-5, best epoch", "ours, test", "parameters as trained",
                    "MACs as trained", "s/epoch"],
                [.. lines.SelectMany(line => line).Select(row => Cells(experiment, row, ours))])],
            new LineChart(
                $"{experiment.Title}{ours.InWords}", "δ, dilation rate", share => $"{Formatter.Number(share * 100, "0.##")} %",
                [.. lines.Select(Line), .. lines.Select(line => PaperLine(line.Key, Paper(experiment, line.Key)))
                    .Where(line => !line.Points.IsEmpty)]).Draw());
    }

    private static ImmutableArray<string> Cells(Experiment experiment, MeasuredConfiguration row, MeasuredResults ours)
    {
        var one = row.Configuration;
        return
        [
            $"{one.Dilation}", Formatter.Number(one.Width), Formatter.Number(one.Resolution),
            Formatter.Percent(Paper(experiment, (one.Width, one.Resolution))
                .FirstOrDefault(paper => paper.Dilation == one.Dilation)?.Accuracy),
            ours.Percent(row.Accuracy), ours.Percent(row.LastAccuracy), ours.Percent(row.TopFive), ours.Percent(row.TestAccuracy),
            Formatter.Amount(row.Any.Parameters), Formatter.Amount(row.Any.Macs),
            $"{Formatter.Number(row.SecondsPerEpoch, "0.0")}{ours.Mark}",
        ];
    }

    private static string Best(
        IGrouping<(double Width, double Resolution), MeasuredConfiguration> line, ImmutableArray<PaperAccuracy> paper, MeasuredResults ours)
    {
        if (line.MaxBy(row => row.Accuracy?.Mean) is not { Accuracy: not null } best)
            return "";
        var theirs = paper.MaxBy(row => row.Accuracy) is { } known
            ? $"the paper's is δ {known.Dilation}" : "the paper's text gives no figures";
        var close = line.Where(row => row != best && row.Accuracy is { } accuracy && !best.Accuracy.IsAbove(accuracy)).ToList();
        return $"{Named(line.Key)}: " + (close, best.Accuracy.HalfWidth) switch
        {
            ([], _) => $"our best is δ {best.Configuration.Dilation}{ours.Mark}, {theirs}.",
            (_, null) => $"δ {best.Configuration.Dilation} has our highest accuracy{ours.Mark}, but one seed gives no interval; {theirs}.",
            _ => $"this run does not show which δ is best{ours.Mark}, because the interval of δ {best.Configuration.Dilation}, "
                + $"the highest, overlaps that of δ {string.Join(", ", close.Select(row => row.Configuration.Dilation))}; {theirs}.",
        };
    }

    private static ImmutableArray<PaperAccuracy> Paper(Experiment experiment, (double Width, double Resolution) line) =>
        [.. PaperResults.ByDilation.Where(
            row => PaperResults.IsOn(row.Dataset, experiment.Dataset) && (row.Width, row.Resolution) == line)];

    private static ChartLine Line(IGrouping<(double Width, double Resolution), MeasuredConfiguration> line) => new(
        $"ours, {Named(line.Key)}",
        [.. line.OrderBy(row => row.Configuration.Dilation).Where(row => row.Accuracy is not null).Select(
            row => new ChartPoint(row.Configuration.Dilation, row.Accuracy!.Mean, row.Accuracy.HalfWidth))]);

    private static ChartLine PaperLine((double Width, double Resolution) line, ImmutableArray<PaperAccuracy> paper) =>
        new($"paper, {Named(line)}", [.. paper.Select(row => new ChartPoint(row.Dilation, row.Accuracy))], IsDashed: true);

    private static string Named((double Width, double Resolution) line) =>
        $"α {Formatter.Number(line.Width)}, ρ {Formatter.Number(line.Resolution)}";
}
