using System.Collections.Immutable;
using Paretune.Client.Output;
using Paretune.Tuning.Paper;

namespace Paretune.Client.Reproduction;

/// <summary>Fig. 6: loss against epoch, from which the paper chooses the best epoch.</summary>
internal static class LossSection
{
    public static ReportSection Create(
        Experiment experiment, ImmutableArray<MeasuredSearch> searches, MeasuredResults ours, IEnumerable<string> conditions)
    {
        var curves = searches.SelectMany(search => search.Trials).Select(trial => trial.Curve).ToList();
        ImmutableArray<Epoch> epochs =
        [
            .. from report in curves.SelectMany(curve => curve)
               group report by report.Epoch into reports
               orderby reports.Key
               select new Epoch(
                   reports.Key, Mean(reports, report => report.TrainLoss), Mean(reports, report => report.ValidationLoss),
                   Mean(reports, report => report.Accuracy)),
        ];
        var kept = string.Join(
            ", ",
            searches.SelectMany(
                search => search.Trials.Select(trial => $"seed {search.Seed}: epoch {trial.Trial.BestEpoch?.ToString() ?? "none"}")));
        return ReportSection.From(
            $"{experiment.Title}{ours.InWords}",
            [.. conditions,
                $"The validation loss was lowest at {kept}{ours.Mark}. The paper uses the weights of "
                + $"epoch {PaperResults.KeptEpoch(experiment.Dataset)}."],
            [new(
                "", ["epoch", "training loss", "validation loss", "validation accuracy"],
                [.. epochs.Select(
                    epoch => ImmutableArray.Create(
                        $"{epoch.Number}", ours.Number(epoch.TrainLoss), ours.Number(epoch.ValidationLoss),
                        ours.Percent(epoch.Accuracy)))])],
            new LineChart(
                $"{experiment.Title}{ours.InWords}", "epoch", loss => Formatter.Number(loss, "0.000"),
                [Line("training loss", epochs, epoch => epoch.TrainLoss),
                    Line("validation loss", epochs, epoch => epoch.ValidationLoss)]).Draw());
    }

    private static ChartLine Line(string name, ImmutableArray<Epoch> epochs, Func<Epoch, SeedMean?> loss) =>
        new(name, [
            .. epochs.Where(epoch => loss(epoch) is not null).Select(
                epoch => new ChartPoint(epoch.Number, loss(epoch)!.Mean, loss(epoch)!.HalfWidth))]);

    // Losses of a diverged trial may not be finite.
    private static SeedMean? Mean(IEnumerable<Report> reports, Func<Report, double> figure) =>
        SeedMean.From(reports.Select(report => double.IsFinite(figure(report)) ? figure(report) : (double?)null));

    private sealed record Epoch(int Number, SeedMean? TrainLoss, SeedMean? ValidationLoss, SeedMean? Accuracy);
}
