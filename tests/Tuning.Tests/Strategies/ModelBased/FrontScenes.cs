using Paretune.Tuning.Searches;
using Paretune.Tuning.Tests.Searches;

namespace Paretune.Tuning.Tests.Strategies.ModelBased;

/// <summary>Searches with the strategy front: rungs of 1 and 3 epochs, and six opening trials of all sizes.</summary>
internal static class FrontScenes
{
    public static Func<SearchSpec, SearchSpec> Front { get; } = spec => spec with
    {
        Strategy = new StrategySpec("front").With("sampler", "grid").With("minEpochs", 1),
        Epochs = 9,
        Objectives = ["accuracy", "parameters"],
    };

    /// <summary>
    /// Returns a scene in which the first trials ended at 60 % and more, the more expensive the better, and had less than half of that
    /// after one epoch. The next trials are at the rung.
    /// </summary>
    public static Scene Taught(Func<SearchSpec, SearchSpec>? with = null, CheckpointKeeping? keeping = null)
    {
        var scene = NewScene(trials: 12, with: with, keeping: keeping);
        for (var trial = 0; trial < 6; trial++)
            TrainFirst(scene, trial);
        return scene;
    }

    /// <summary>Returns a scene whose trials cost more the higher their number.</summary>
    /// <param name="classes">The number of classes; 0 if not known, so that no accuracy counts as guessing.</param>
    public static Scene NewScene(
        int trials, Func<int, Cost>? cost = null, Func<SearchSpec, SearchSpec>? with = null, CheckpointKeeping? keeping = null,
        int classes = 0) =>
        new(trials, with ?? Front, cost ?? (number => new(10_000 * number, 10_000 * number, 1)), keeping, dataset: Scene.Dataset with
        {
            Classes = [.. Enumerable.Range(0, classes).Select(number => $"class {number}")],
        });

    /// <summary>
    /// Returns a scene in which six of 24 trials have completed; the others are parked, each more expensive and less accurate than the one
    /// before.
    /// </summary>
    /// <param name="trials">More than 24 if the budget allows only these.</param>
    public static Scene Parked(CheckpointKeeping? keeping = null, int trials = 24, Func<SearchSpec, SearchSpec>? with = null)
    {
        var scene = NewScene(trials, with: with, keeping: keeping);
        for (var trial = 0; trial < 6; trial++)
            TrainFirst(scene, trial);
        for (var parked = 0; parked < 18; parked++)
            Assert.Equal(DecisionKind.Pause, scene.Report(scene.Lease()!, 1, accuracy: 0.1 - 0.005 * parked).Kind);
        return scene;
    }

    private static void TrainFirst(Scene scene, int trial)
    {
        var lease = scene.Lease()!;
        for (var epoch = 1; epoch <= 9; epoch++)
            scene.Report(lease, epoch, 1.0 / epoch, (0.6 + 0.02 * trial) * (epoch == 1 ? 0.7 : epoch < 9 ? 0.9 : 1));
    }
}
