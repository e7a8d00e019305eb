using Paretune.Client.Api;
using Paretune.Client.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Commands;

/// <summary>Verbs for one trial: <c>show, log, export, extend</c>.</summary>
internal static class TrialCommands
{
    public static Verb[] Of(Shell shell) =>
    [
        On(shell, new(
            "show", "Show a trial: its curve, the accuracy of each class, its attempts and where it is now.", "paretune trial show ID 3"),
            (detail, printer) => printer.One(detail, Trial)),
        On(
            shell, new("log", "Show what each epoch of a trial gave.", "paretune trial log ID 3", "paretune trial log ID 3 --output jsonl"),
            (detail, printer) => printer.Many(detail.Curve, curve => CurveTable.Of(curve, Show.Examples(detail.Trial.Configuration)))),
        TrialExportCommand.Of(shell),
        AgainCommands.Extend(shell),
    ];

    private static Verb On(Shell shell, Verb verb, Action<TrialDetail, Printer> print)
    {
        var (id, number) = (Arguments.Search(), Arguments.Trial());
        return shell.Runs(verb.With(id, number), async (session, cancellation) =>
            print(
                await session.Api.Get<TrialDetail>($"{ParetuneApi.PathOf(new(session.Of(id)))}/trials/{session.Of(number)}", cancellation),
                session.Printer));
    }

    private static Rows Trial(TrialDetail detail)
    {
        var parts = new List<IRenderable> { TrialTable.Of([detail.Trial], Measured(detail.Trial), optimum: null) };
        if (detail.Trial.Network.Length > 0)
            parts.Insert(0, new Text($"trial {detail.Trial.Number}: {detail.Trial.Network}"));
        if (RecipeText.Of(detail.Trial.Configuration) is { Length: > 0 } recipe)
            parts.Add(new Text(recipe));
        if (EpochsText.Note(detail.Trial) is { } note)
            parts.Add(new Text(note));
        if (!detail.Curve.IsEmpty)
            parts.Add(CurveTable.Glance(detail.Curve, detail.Trial.BestEpoch));
        if (detail.Curve.FirstOrDefault(report => report.Epoch == detail.Trial.BestEpoch) is { ClassAccuracy.IsEmpty: false } kept)
            parts.Add(ClassTable.Of(detail.Classes, kept.ClassAccuracy));
        parts.Add(Attempts(detail.Attempts));
        foreach (
            var computed in detail.Curve.Where(report => report.Machine is not null).DistinctBy(report => (report.Attempt, report.Machine)))
            parts.Add(new Text($"attempt {computed.Attempt} computed with {computed.Machine}"));
        if (detail.Progress is { } now)
            parts.Add(new Text(
                $"epoch {now.Epoch}, step {now.Step} "
                + $"of {now.Steps}, {now.ImagesPerSecond:0} {Show.Examples(detail.Trial.Configuration)}/s"));
        return new(parts);
    }

    /// <summary>What is measured at a trial's end is so because it is an objective.</summary>
    private static string[] Measured(TrialView trial) =>
        [.. MetricTable.Default.Objectives.Where(metric => metric.Known == MetricTime.End && metric.Of(trial) is not null)
            .Select(metric => metric.Key)];

    private static Table Attempts(IEnumerable<AttemptView> attempts)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("attempt", "for", "on", "started", "ended", "outcome", "reason");
        foreach (var attempt in attempts)
            table.AddRow(
                new Text($"{attempt.Attempt}"), new Text(Show.Name(attempt.Kind)),
                new Text($"{attempt.Worker.Silo}/{attempt.Worker.Device}"),
                new Text(Show.Time(attempt.StartedAt)), new Text(Show.Time(attempt.EndedAt)),
                new Text(attempt.Outcome is { } outcome ? StateWords.Of(outcome, attempt.Reason) : StateWords.Of(TrialState.Running)),
                new Text(attempt.Reason));
        return table;
    }
}
