using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>Searches, their front and their optimum for people.</summary>
internal static class SearchTables
{
    /// <param name="filtered">Whether there may be others that were not asked for.</param>
    public static IRenderable List(IReadOnlyCollection<SearchView> searches, bool filtered)
    {
        if (searches.Count == 0)
            return new Text(filtered ? "no search matches" : "no searches yet; submit one with: paretune search submit FILE");
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("id", "name", "state", "dataset", "trials", "epochs", "best accuracy", "optimum", "submitted");
        foreach (var search in searches)
            table.AddRow(
                new Text(search.Id.Value), new Text(search.Name),
                new Text($"{StateWords.Of(search.State)}{(search.Archived ? ", archived" : "")}"), new Text(search.Spec.Dataset),
                new Text(Trials(search.Counts)),
                new Text($"{search.Counts.EpochsDone}/{search.Counts.EpochsTotal}"), new Text(Show.Percent(search.BestAccuracy)),
                new Text(search.Optimum is { } best ? $"trial {best.Trial}" : Show.Nothing),
                new Text(Show.Time(search.SubmittedAt)));
        return table;
    }

    public static IRenderable Summary(SearchView search)
    {
        var lines = new List<string>
        {
            $"search {search.Id}: {search.Name}, {Show.Subject(search.Spec)}{Part(search.Spec)}, {search.Spec.Epochs} epochs, "
                + $"seed {search.Spec.Seed}",
            $"{StateWords.Of(search.State)}: trials {Trials(search.Counts)}, epochs {search.Counts.EpochsDone}/{search.Counts.EpochsTotal}",
        };
        lines.AddRange(new[] { search.Reason, search.Excluded }.Where(line => line.Length > 0));
        lines.Add(Optimum(search.Optimum));
        return new Rows(lines.Select(line => new Text(line)));
    }

    public static IRenderable Front(FrontView front, int? optimum) => front switch
    {
        { Trials.IsEmpty: true, SoFar.IsDefaultOrEmpty: true } => new Text("the front is empty: no trial has completed yet"),
        { SoFar.IsDefaultOrEmpty: true } => TrialTable.Of(front.Trials, front.Objectives, optimum),
        _ => new Rows(
            TrialTable.Of([.. front.Trials, .. front.SoFar], front.Objectives, optimum),
            new Text("○ parked: the accuracy so far, without a model yet")),
    };

    public static string Optimum(Optimum? optimum) =>
        optimum is { } best
            ? $"optimum ({best.Rule}): {best.Reason}" : "optimum: none yet, because no trial has completed within the limits";

    private static string Part(SearchSpec spec) => spec.TrainImages is { } images ? $" ({images} of its training images)" : "";

    private static string Trials(TrialCounts counts)
    {
        var others = StateWords.Of(counts, except: TrialState.Completed);
        return $"{counts.Completed}/{counts.Total} completed{(others.Length == 0 ? "" : $" ({others})")}";
    }
}
