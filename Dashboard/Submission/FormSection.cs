using System.Collections.Immutable;
using Paretune.Tuning.Specs;

namespace Paretune.Dashboard.Submission;

/// <summary>A step of the form for a new search.</summary>
/// <param name="Id">Where the list of steps jumps to.</param>
internal sealed record FormSection(string Id, string Title, string Help)
{
    private const string DataId = "data", SpaceId = "space", GoalId = "goal", RunId = "run";

    public static ImmutableArray<FormSection> All { get; } =
    [
        new(DataId, "Data", "What to train on, and what to call the search."),
        new(SpaceId, "Space", "What to try: the product of these lists or ranges. 1-3 is short for 1, 2, 3."),
        new(GoalId, "Goal", "What counts, and what is too large for your device. 200k and 5M are short for 200000 and 5000000."),
        new(RunId, "Run", "How to train, in which order, and when to stop: at the first part of the budget that is reached."),
    ];

    public bool Has(SearchFlag flag) => Id == flag switch
    {
        { Path: "name" or "dataset" or "trainer" or "trainImages" } => DataId,
        { Path: "network" } or { Group: FlagGroup.Space } => SpaceId,
        { Group: FlagGroup.Goal } => GoalId,
        _ => RunId,
    };
}
