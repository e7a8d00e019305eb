using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Submission;

/// <summary>A section of the form for a new search.</summary>
/// <param name="Id">The section's anchor, for the list of sections.</param>
internal sealed record FormSection(string Id, string Title, string Help)
{
    private const string DataId = "data", SpaceId = "space", GoalId = "goal", RunId = "run";

    public static ImmutableArray<FormSection> All { get; } =
    [
        new(DataId, "Data", "The dataset to train on, and the name of the search."),
        new(SpaceId, "Space", "The configurations to try: the product of these lists or ranges. 1-3 is short for 1, 2, 3."),
        new(GoalId, "Goal", "What to optimize, and the limits of your device. 200k and 5M are short for 200000 and 5000000."),
        new(RunId, "Run", "How to train, in which order, and when to stop: as soon as one of the budgets is spent."),
    ];

    public bool Has(SearchFlag flag) => Id == flag switch
    {
        { Path: "name" or "dataset" or "trainer" or "trainImages" } => DataId,
        { Path: "network" } or { Group: FlagGroup.Space } => SpaceId,
        { Group: FlagGroup.Goal } => GoalId,
        _ => RunId,
    };
}
