using System.Globalization;
using Paretune.Tuning.Rates;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paretune.Client.Output;

/// <summary>Formats searches, their fronts and their optima for people.</summary>
internal static class SearchTables
{
    public static IReadOnlyList<TableColumn<SearchView>> ListColumns { get; } =
    [
        new(new("id", 0), search => search.Id.Value), new(new("name", 0, IsProse: true), search => search.Name),
        new(new("state", 8), search => $"{StateWords.Format(search, queue: [])}{(search.Archived ? ", archived" : "")}"),
        new(new("dataset", 4), search => search.Spec.Dataset),
        new(new("trials", 6, IsProse: true), search => Trials(search.Counts))
        {
            Key = search => search.Counts.Completed, IsHighestFirst = true,
        },
        new(new("epochs", 3, IsRight: true), search => $"{search.Counts.EpochsDone}/{search.Counts.EpochsTotal}")
        {
            Key = search => search.Counts.EpochsDone, IsHighestFirst = true,
        },
        new(new("best accuracy", 7, IsRight: true), search => Formatter.Percent(search.BestAccuracy))
        {
            Key = search => search.BestAccuracy, IsHighestFirst = true,
        },
        new(new("optimum", 5), search => search.Optimum is { } best ? $"trial {best.Trial}" : Formatter.Nothing)
        {
            Key = search => search.Optimum?.Trial,
        },
        new(new("tags", 1, IsProse: true), search => string.Join(", ", search.Tags.IsDefault ? [] : search.Tags)),
        new(new("owner", 1) { IsExtra = true }, search => search.Owner),
        new(new("submitted", 2), search => Formatter.Time(search.SubmittedAt)) { Key = search => search.SubmittedAt,
            IsHighestFirst = true },
    ];

    public static Csv<SearchView> ListCsv { get; } = new(
        ("id", search => search.Id.Value), ("name", search => search.Name), ("state", search => Formatter.Name(search.State)),
        ("archived", search => search.Archived), ("dataset", search => search.Spec.Dataset),
        ("completed", search => search.Counts.Completed),
        ("trials", search => search.Counts.Total), ("epochsDone", search => search.Counts.EpochsDone),
        ("epochsTotal", search => search.Counts.EpochsTotal), ("bestAccuracy", search => search.BestAccuracy),
        ("optimum", search => search.Optimum?.Trial), ("tags", search => string.Join(' ', search.Tags.IsDefault ? [] : search.Tags)),
        ("owner", search => search.Owner), ("submittedAt", search => search.SubmittedAt.ToString("O", CultureInfo.InvariantCulture)));

    /// <param name="filtered">Whether the list was filtered, so that there may be other searches.</param>
    public static IRenderable List(IReadOnlyCollection<SearchView> searches, bool filtered, ColumnChoice? choice = null) =>
        searches.Count == 0
            ? new Text(filtered ? "no matching searches" : "no searches yet; submit one with: paretune search submit FILE")
            : FittingTable.From(ListColumns, searches, choice);

    public static IRenderable Summary(SearchView search)
    {
        var lines = new List<string>
        {
            $"search {search.Id}: {search.Name}, {Formatter.Subject(search.Spec)}{Part(search.Spec)}, "
                + $"{CountText.Format(search.Spec.Epochs, "epoch")}, seed {search.Spec.Seed}",
            $"{StateWords.Format(search, queue: [])}: trials {Trials(search.Counts)}, "
                + $"epochs {search.Counts.EpochsDone}/{search.Counts.EpochsTotal}",
        };
        if (!search.Tags.IsDefaultOrEmpty)
            lines.Add($"tags: {string.Join(", ", search.Tags)}");
        if (search.Note.Length > 0)
            lines.Add($"note: {search.Note}");
        if (search.IsConfirming)
            lines.Add("confirming: training is over, and trials on or near the front run again with other seeds");
        lines.AddRange(
            new[] { search.Reason, search.Excluded, search.Merged, MeasuredRates.Text(search.Spec), RecipeText.Format(search.Spec),
                SpaceExtensionText.Note(search),
                NotificationText.Plan(search) }
                .Where(line => line.Length > 0));
        lines.AddRange(Notes(search));
        lines.Add(Optimum(search.Optimum));
        return new Rows(lines.Select(line => new Text(line)));
    }

    public static IRenderable Notifications(IEnumerable<NotificationView> notifications) => new Rows(notifications.Select(one =>
        new Text($"{NotificationText.Format(one)}{(NotificationText.At(one) is { } at ? $" at {Formatter.Time(at)}" : "")}")));

    /// <param name="front">The trials to show; parked trials that would be on the front come last.</param>
    public static IRenderable Front(
        IReadOnlyCollection<TrialView> front, IReadOnlyList<TableColumn<TrialView>> columns, int? optimum, ColumnChoice? choice = null,
        string? note = null)
    {
        if (front.Count == 0)
            return new Text("the front is empty: no trial has completed");
        var parts = new List<IRenderable> { TrialTable.Create(columns, front, optimum, choice) };
        if (front.Any(trial => trial.SoFar))
            parts.Add(new Text("○ parked: the accuracy so far, without a model yet"));
        if (note is not null)
            parts.Add(new Text(note));
        return new Rows(parts);
    }

    public static string Optimum(Optimum? optimum) =>
        optimum is { } best
            ? $"optimum ({best.Rule}): {best.Reason}"
            : "optimum: none, because no trial has completed within the limits with an accuracy clearly above chance";

    /// <summary>Returns the dataset's notes for the search; empty from an older server.</summary>
    public static IEnumerable<string> Notes(SearchView search) => search.Notes.IsDefault ? [] : search.Notes;

    private static string Part(SearchSpec spec) => spec.TrainImages is { } images ? $" ({images} of its training images)" : "";

    private static string Trials(TrialCounts counts)
    {
        var others = StateWords.Format(counts, except: TrialState.Completed);
        return $"{counts.Completed}/{counts.Total} completed{(others.Length == 0 ? "" : $" ({others})")}";
    }
}
