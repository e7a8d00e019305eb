using System.Text.Json;
using System.Text.Json.Nodes;
using Paretune.Client.Api;
using Paretune.Client.Output;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>search front</c>: the trials that no other trial dominates.</summary>
internal static class FrontCommand
{
    private const int PlotWidth = 80, PlotHeight = 12;

    public static Verb Create(Shell shell)
    {
        var id = Arguments.Search(shell);
        var verb = new Verb(
            "front", "Show the trials that no other trial dominates, with test accuracy and 95 % intervals.", "paretune search front ID",
            "paretune search front ID --sort macs --top 3", "paretune search front ID --output csv")
        {
            HasRows = true,
        };
        var table = new TableOptions();
        return shell.Runs(verb.With([id, .. table.All]), async (session, cancellation) =>
        {
            var search = new SearchId(session.Get(id));
            var front = await session.Api.Get<FrontView>($"{ParetuneApi.PathOf(search)}/front", cancellation);
            var (view, all) = await ShowCommands.Read(session, search, cancellation);
            var measured = await SearchImages.Read(session, view, cancellation);
            var columns = TrialTable.Columns(all, front.Objectives, view.Optimum?.Trial, measured, MetricTable.From(view.Spec));
            var choice = table.Choice(session, columns);
            var shown = table.Rows(session, columns, front.SoFar.IsDefaultOrEmpty ? front.Trials : [.. front.Trials, .. front.SoFar]);
            if (session.Printer.Format == OutputFormat.Csv)
                await TrialCsv.Write(session.Terminal.Out, shown, MetricTable.From(view.Spec), measured.Columns());
            else
                session.Printer.One(Document(front, shown, measured), _ => new Rows(
                    SearchTables.Front(shown, columns, view.Optimum?.Trial, choice, measured.Note(shown, view.Spec)),
                    FrontPlot.Create(all, view.Optimum?.Trial, PlotWidth, PlotHeight),
                    new Text(SearchTables.Optimum(view.Optimum))));
        });
    }

    private static JsonObject Document(FrontView front, IReadOnlyList<TrialView> shown, MeasuredImages measured)
    {
        var document = JsonSerializer.SerializeToNode(front, ParetuneJson.Options)!.AsObject();
        document["trials"] = Trials(shown.Where(trial => !trial.SoFar));
        if (document.ContainsKey("soFar"))
            document["soFar"] = Trials(shown.Where(trial => trial.SoFar));
        return document;

        JsonArray Trials(IEnumerable<TrialView> trials) => new([.. trials.Select(measured.Document)]);
    }
}
