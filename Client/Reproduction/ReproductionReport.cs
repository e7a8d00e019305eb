using System.Collections.Immutable;

namespace Paretune.Client.Reproduction;

/// <summary>Compares our measurements with the paper, one section per table or figure.</summary>
internal static class ReproductionReport
{
    public static IEnumerable<ReportSection> Sections(
        IEnumerable<Experiment> experiments, ImmutableArray<MeasuredSearch> measured, MeasuredResults ours) =>
        experiments.Select(
            experiment => Section(
                experiment, [.. experiment.Files.SelectMany(file => measured.Where(search => search.File == file))], ours));

    private static ReportSection Section(Experiment experiment, ImmutableArray<MeasuredSearch> searches, MeasuredResults ours)
    {
        if (searches.IsEmpty)
            return CountSection.Create(experiment);
        var conditions = Conditions.Describe(searches, ours);
        return experiment.Name switch
        {
            "table3" or "table5" => SystemsSection.Create(experiment, searches, ours, conditions),
            "fig6" => LossSection.Create(experiment, searches, ours, conditions),
            _ => DilationSection.Create(experiment, searches, ours, conditions),
        };
    }
}
