using System.Collections.Immutable;
using Paretune.Dashboard.Searches;
using Paretune.Tuning.Specs;
using Paretune.Tuning.Strategies;

namespace Paretune.Dashboard.Submission;

/// <summary>Determines the fields of a form from its content and the server's datasets and trainers.</summary>
internal sealed class FormFields(
    SearchForm form, IReadOnlyList<Dataset> datasets, IReadOnlyList<TrainerReadResult> trainers, bool isNotifying)
{
    /// <summary>
    /// Returns the fields of a section that apply to the search. The error for any other field would only say to leave it out.
    /// </summary>
    public IEnumerable<SearchFlag> In(FormSection section) => All.Where(flag => section.Has(flag) && IsFor(flag));

    /// <summary>The declaration of the trainer that the form names, in the version that it names; by default, the current one.</summary>
    public TrainerDeclaration? Declared => trainers
        .Where(trainer => trainer.Name == form["trainer"])
        .FirstOrDefault(trainer => form["trainerVersion"] is "" || form["trainerVersion"] == trainer.Version)?.Declaration;

    public ImmutableArray<string> Choices(SearchFlag flag) => flag.Path switch
    {
        "dataset" => [.. datasets.Select(dataset => dataset.Name)],
        "trainer" => [.. trainers.Select(trainer => trainer.Name).Distinct()],
        "trainerVersion" => [.. Versions],
        _ => flag.Choices,
    };

    /// <summary>The field that an error refers to; null if there is none.</summary>
    public SearchFlag? Find(ValidationError error) => All.FirstOrDefault(flag => IsOf(error, flag));

    public static bool IsOf(ValidationError error, SearchFlag flag) =>
        error.Field == flag.Path || error.Field.StartsWith($"{flag.Path}[", StringComparison.Ordinal);

    private ImmutableArray<SearchFlag> All => SearchFlag.All.AddRange(form.Own);

    private bool IsFor(SearchFlag flag) => form[flag.Path] is not "" || flag.Path switch
    {
        "trainer" => trainers.Count > 0,
        "trainerVersion" => Versions.Any(),
        "notify" => isNotifying,
        "latency" or "limits.latency" => form["objectives"].Contains("latency", StringComparison.Ordinal),
        var path when StrategyCatalog.Parameters.Any(parameter => SearchFlag.PathOf(parameter) == path) => OfStrategy.Contains(path),
        var path => form["trainer"] is "" || !SearchForm.OfNetworks.Contains(path),
    };

    /// <summary>The versions of the trainer if it was pushed, the current one first.</summary>
    private IEnumerable<string> Versions =>
        trainers.Where(trainer => trainer.Name == form["trainer"]).Select(trainer => trainer.Version).OfType<string>();

    private IEnumerable<string> OfStrategy =>
        (StrategyCatalog.Find(form["strategy.kind"]) ?? StrategyCatalog.Find(StrategyCatalog.Default)!)
            .Parameters.Select(SearchFlag.PathOf);
}
