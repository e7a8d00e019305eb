using Paretune.Tuning.Analysis;

namespace Paretune.Tuning.Tests.Analysis;

public sealed class ImportanceTests
{
    private const int Trials = 200;

    [Fact]
    public void Shares_are_those_that_Optuna_gives()
    {
        // From Optuna's get_param_importances with PedAnovaImportanceEvaluator (commit of 2026-08-21, 5.0.0.dev) on the same 200 trials.
        double[] expected = [0.8867588033732742, 0.06986225758846841, 0.019294100993636206, 0.024084838044621245];

        var best = Importance.Best([.. Enumerable.Range(0, Trials).Select(Accuracy)], isMaximized: true);
        var shares = Importance.Shares(
            [Create("depth", Depth), Create("rate", Rate), Create("kind", Kind), Create("noise", trial => trial * 13 % 10)], best);

        Assert.Equal(20, best.Length);
        foreach (var (one, other) in expected.Zip(shares))
            Assert.Equal(one, other, 1e-5);
    }

    [Fact]
    public void Of_a_cost_the_least_are_the_best_and_equal_ones_count_together()
    {
        Assert.Equal([0, 2, 3], Importance.Best([1, 5, 1, 1, 3, 4, 2, 9, 9, 9, 9], isMaximized: false));
        Assert.Empty(Importance.Best([], isMaximized: false));
    }

    [Fact]
    public void Nothing_matters_where_all_are_equally_good()
    {
        var best = Importance.Best([.. Enumerable.Repeat(0.5, Trials)], isMaximized: true);

        Assert.Equal([0, 0], Importance.Shares([Create("depth", Depth), Create("kind", Kind)], best));
    }

    private static SearchedValues Create(string title, Func<int, HyperparameterValue> value) =>
        SearchedValues.From(title, [.. Enumerable.Range(0, Trials).Select(value)]);

    private static HyperparameterValue Depth(int trial) => 1 + trial % 5;
    private static HyperparameterValue Kind(int trial) => "abc"[trial * 7 % 3].ToString();
    private static HyperparameterValue Rate(int trial) => Math.Min(0.1, 1e-4 * Math.Pow(1000, Place(trial)));
    private static double Place(int trial) => trial * 37 % Trials / (Trials - 1.0);

    private static double Accuracy(int trial) =>
        0.5 + 0.06 * (1 + trial % 5) - 0.3 * Math.Pow(Place(trial) - 0.6, 2)
        + Kind(trial).Word switch { "b" => 0.03, "c" => 0.01, _ => 0 } + 0.0001 * trial;
}
