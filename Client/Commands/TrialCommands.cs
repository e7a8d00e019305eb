using System.CommandLine;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Paretune.Client.Watching;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Commands;

/// <summary>Verbs for trials: <c>show, log, add, export, extend, stop, tag, untag</c>.</summary>
internal static class TrialCommands
{
    public static Verb[] Create(Shell shell) =>
    [
        ShowOne(shell), Log(shell), TrialAddCommand.Create(shell), TrialExportCommand.Create(shell), RetryCommands.Extend(shell),
        .. TrialChangeCommands.Create(shell),
    ];

    private static Verb ShowOne(Shell shell)
    {
        var (id, number) = (Arguments.Search(shell), Arguments.Trial(shell));
        var verb = new Verb(
            "show", "Show a trial: its curve, the accuracy of each class, its attempts and its current step.", "paretune trial show ID 3");
        return shell.Runs(verb.With(id, number), async (session, cancellation) =>
            session.Printer.One(await Read(session, session.Get(id), session.Get(number), cancellation), Trial));
    }

    private static Verb Log(Shell shell)
    {
        var (id, number) = (Arguments.Search(shell), Arguments.Trial(shell));
        var verb = new Verb(
            "log", "Show the results of each epoch of a trial.",
            "paretune trial log ID 3", "paretune trial log ID 3 --sort accuracy --top 5",
            "paretune trial log ID 3 --output jsonl", "paretune trial log ID 3 --follow")
        {
            HasRows = true,
        };
        var table = new TableOptions(TableOptions.NamesOf(CurveTable.ColumnsOf("images")));
        var follow = new Option<bool>("--follow", "-f")
        {
            Description = "Print the output of the trial's program and follow it while it runs. Only for trainers with a command.",
        };
        return shell.Runs(verb.With([id, number, follow, .. table.All]), async (session, cancellation) =>
        {
            if (session.Get(follow))
            {
                await new OutputFollower(session.Api, session.Terminal).Run(session.Get(id), session.Get(number), cancellation);
                return;
            }

            var detail = await Read(session, session.Get(id), session.Get(number), cancellation);
            var examples = Formatter.Examples(detail.Trial.Configuration);
            var columns = CurveTable.ColumnsOf(examples);
            var choice = table.Choice(session, columns);
            session.Printer.Many(
                table.Rows(session, columns, detail.Curve), curve => FittingTable.From(columns, curve, choice), CurveTable.Csv(examples));
        });
    }

    private static Task<TrialDetail> Read(Session session, string search, int number, CancellationToken cancellation) =>
        session.Api.Get<TrialDetail>($"{ParetuneApi.PathOf(new(search))}/trials/{number}", cancellation);

    private static Rows Trial(TrialDetail detail)
    {
        var parts = new List<IRenderable> { TrialTable.Create([detail.Trial], Measured(detail.Trial), optimum: null) };
        if (detail.Trial.Network.Length > 0)
            parts.Insert(0, new Text($"trial {detail.Trial.Number}: {detail.Trial.Network}"));
        if (RecipeText.Format(detail.Trial.Configuration) is { Length: > 0 } recipe)
            parts.Add(new Text(recipe));
        if (TagsText.Format(detail.Trial) is { Length: > 0 } tags)
            parts.Add(new Text($"tags: {tags}"));
        if (EpochsText.Note(detail.Trial) is { } note)
            parts.Add(new Text(note));
        if (!detail.Curve.IsEmpty)
            parts.Add(CurveTable.Glance(detail.Curve, detail.Trial.BestEpoch));
        if (detail.Curve.FirstOrDefault(report => report.Epoch == detail.Trial.BestEpoch) is { ClassAccuracy.IsEmpty: false } kept)
            parts.Add(ClassTable.Create(detail.Classes, kept.ClassAccuracy));
        if (ReusedText.Explain(detail.Trial) is { } reused)
            parts.Add(new Text(reused));
        parts.Add(Attempts(detail.Attempts));
        foreach (
            var computed in detail.Curve.Where(report => report.Machine is not null).DistinctBy(report => (report.Attempt, report.Machine)))
            parts.Add(new Text($"attempt {computed.Attempt} ran on {computed.Machine}"));
        if (detail.Progress is { } now)
            parts.Add(new Text(
                $"epoch {now.Epoch}, step {now.Step} of {now.Steps}"
                + Formatter.Pace(now.ImagesPerSecond, Formatter.Examples(detail.Trial.Configuration))));
        return new(parts);
    }

    /// <summary>Returns the objectives that are measured at the end of the trial.</summary>
    private static string[] Measured(TrialView trial) =>
        [.. MetricTable.Default.Objectives.Where(metric => metric.Known == MetricTime.End && metric.ValueOrNull(trial) is not null)
            .Select(metric => metric.Key)];

    private static FittingTable Attempts(IEnumerable<AttemptView> attempts) => FittingTable.From<AttemptView>(
        [
            new(new("attempt", 0, IsRight: true), one => $"{one.Attempt}"), new(new("kind", 3), one => Formatter.Name(one.Kind)),
            new(new("worker", 4), one => one.Worker.Silo.Length == 0 ? Formatter.Nothing : $"{one.Worker.Silo}/{one.Worker.Device}"),
            new(new("started", 2), one => Formatter.Time(one.StartedAt)),
            new(new("ended", 1), one => Formatter.Time(one.EndedAt)),
            new(
                new("outcome", 6),
                one => one.Outcome is { } outcome ? StateWords.Format(outcome, one.Reason) : StateWords.Format(TrialState.Running)),
            new(new("reason", 5, IsProse: true), one => one.Reason),
        ],
        attempts);
}
