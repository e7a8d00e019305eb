using Paretune.Tuning.Rates;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>Searches, their front and their optimum for people.</summary>
internal static class SearchTables
{
    public static TableHeader[] ListHeaders { get; } =
    [
        new("id", 0), new("name", 0, IsProse: true), new("state", 8), new("dataset", 4), new("trials", 6, IsProse: true),
        new("epochs", 3, IsRight: true), new("best accuracy", 7, IsRight: true), new("optimum", 5),
        new("tags", 1, IsProse: true), new("submitted", 2),
    ];

    /// <param name="filtered">Whether there may be others that were not asked for.</param>
    public static IRenderable List(IReadOnlyCollection<SearchView> searches, bool filtered, ColumnChoice? choice = null)
    {
        if (searches.Count == 0)
            return new Text(filtered ? "no search matches" : "no searches yet; submit one with: paretune search submit FILE");
        var table = new FittingTable(ListHeaders, choice);
        foreach (var search in searches)
            table.Add(
            [
                search.Id.Value, search.Name, $"{StateWords.Of(search.State)}{(search.Archived ? ", archived" : "")}",
                search.Spec.Dataset,
                Trials(search.Counts), $"{search.Counts.EpochsDone}/{search.Counts.EpochsTotal}", Show.Percent(search.BestAccuracy),
                search.Optimum is { } best ? $"trial {best.Trial}" : Show.Nothing,
                string.Join(", ", search.Tags.IsDefault ? [] : search.Tags),
                Show.Time(search.SubmittedAt),
            ]);
        return table;
    }

    public static IRenderable Summary(SearchView search)
    {
        var lines = new List<string>
        {
            $"search {search.Id}: {search.Name}, {Show.Subject(search.Spec)}{Part(search.Spec)}, "
                + $"{CountText.Of(search.Spec.Epochs, "epoch")}, seed {search.Spec.Seed}",
            $"{StateWords.Of(search.State)}: trials {Trials(search.Counts)}, epochs {search.Counts.EpochsDone}/{search.Counts.EpochsTotal}",
        };
        if (!search.Tags.IsDefaultOrEmpty)
            lines.Add($"tags: {string.Join(", ", search.Tags)}");
        if (search.Note.Length > 0)
            lines.Add($"note: {search.Note}");
        lines.AddRange(
            new[] { search.Reason, search.Excluded, search.Merged, MeasuredRates.Text(search.Spec), RecipeText.Of(search.Spec),
                SpaceExtensionText.Note(search),
                NotificationText.Plan(search) }
                .Where(line => line.Length > 0));
        lines.AddRange(Notes(search));
        lines.Add(Optimum(search.Optimum));
        return new Rows(lines.Select(line => new Text(line)));
    }

    public static IRenderable Notifications(IEnumerable<NotificationView> notifications) => new Rows(notifications.Select(one =>
        new Text($"{NotificationText.Of(one)}{(NotificationText.At(one) is { } at ? $" at {Show.Time(at)}" : "")}")));

    public static IRenderable Front(FrontView front, int? optimum, ColumnChoice? choice = null) => front switch
    {
        { Trials.IsEmpty: true, SoFar.IsDefaultOrEmpty: true } => new Text("the front is empty: no trial has completed yet"),
        { SoFar.IsDefaultOrEmpty: true } => TrialTable.Of(front.Trials, front.Objectives, optimum, choice),
        _ => new Rows(
            TrialTable.Of([.. front.Trials, .. front.SoFar], front.Objectives, optimum, choice),
            new Text("○ parked: the accuracy so far, without a model yet")),
    };

    public static string Optimum(Optimum? optimum) =>
        optimum is { } best
            ? $"optimum ({best.Rule}): {best.Reason}" : "optimum: none yet, because no trial has completed within the limits";

    /// <summary>What the dataset decided; nothing from a server of the version before.</summary>
    public static IEnumerable<string> Notes(SearchView search) => search.Notes.IsDefault ? [] : search.Notes;

    private static string Part(SearchSpec spec) => spec.TrainImages is { } images ? $" ({images} of its training images)" : "";

    private static string Trials(TrialCounts counts)
    {
        var others = StateWords.Of(counts, except: TrialState.Completed);
        return $"{counts.Completed}/{counts.Total} completed{(others.Length == 0 ? "" : $" ({others})")}";
    }
}
