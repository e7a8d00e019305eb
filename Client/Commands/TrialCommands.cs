using Paretune.Client.Api;
using Paretune.Client.Output;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary>Verbs that look at one trial: <c>show, log</c>.</summary>
internal static class TrialCommands
{
    public static Verb[] Of(Shell shell) =>
    [
        On(shell, new("show", "Show a trial, its attempts and where it is now.", "paretune trial show ID 3"), (detail, printer) => printer.One(detail, Trial)),
        On(shell, new("log", "Show what each epoch of a trial gave.", "paretune trial log ID 3", "paretune trial log ID 3 --output jsonl"), (detail, printer) => printer.Many(detail.Curve, Curve)),
    ];

    private static Verb On(Shell shell, Verb verb, Action<TrialDetail, Printer> print)
    {
        var (id, number) = (Arguments.Search(), Arguments.Trial());
        return shell.Runs(verb.With(id, number), async (session, cancellation) =>
            print(await session.Api.Get<TrialDetail>($"{ParetuneApi.PathOf(new(session.Of(id)))}/trials/{session.Of(number)}", cancellation), session.Printer));
    }

    private static Rows Trial(TrialDetail detail)
    {
        var attempts = new Table().Border(TableBorder.Simple).AddColumns("attempt", "for", "on", "started", "ended", "outcome", "reason");
        foreach (var attempt in detail.Attempts)
            attempts.AddRow(
                new Text($"{attempt.Attempt}"), new Text(Show.Name(attempt.Kind)), new Text($"{attempt.Worker.Silo}/{attempt.Worker.Device}"),
                new Text(Show.Time(attempt.StartedAt)), new Text(Show.Time(attempt.EndedAt)), new Text(attempt.Outcome is { } outcome ? Show.Name(outcome) : "running"),
                new Text(attempt.Reason));
        var step = detail.Progress is { } now ? $"epoch {now.Epoch}, step {now.Step} of {now.Steps}, {now.ImagesPerSecond:0} images/s" : "";
        return new(TrialTable.Of([detail.Trial], optimum: null), attempts, new Text(step));
    }

    private static Table Curve(IReadOnlyCollection<Report> curve)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var header in new[] { "epoch", "attempt", "train loss", "train accuracy", "loss", "accuracy", "learning rate", "seconds", "images/s", "peak memory" })
            table.AddColumn(new TableColumn(header).RightAligned());
        foreach (var report in curve)
            table.AddRow(
                $"{report.Epoch}", $"{report.Attempt}", Show.Number(report.TrainLoss, "0.000"), Show.Percent(report.TrainAccuracy), Show.Number(report.ValidationLoss, "0.000"),
                Show.Percent(report.Accuracy), Show.Number(report.LearningRate, "0.######"), Show.Number(report.Seconds, "0.0"), Show.Number(report.ImagesPerSecond, "0"),
                $"{Show.Amount(report.PeakMemoryBytes)}B");
        return table;
    }
}
