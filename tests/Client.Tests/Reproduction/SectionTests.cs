using System.Collections.Immutable;
using System.Text.Json;
using Paretune.Client.Reproduction;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Tests.Reproduction;

/// <summary>What the report says of accuracies that differ by more, or by less, than their intervals.</summary>
public sealed class SectionTests
{
    [Fact]
    public void A_dilation_rate_is_called_best_only_if_its_interval_is_above_all_others()
    {
        var apart = Dilations(seeds: 3, (dilation, seed) => 0.5 + 0.1 * dilation + 0.001 * seed);
        var close = Dilations(seeds: 3, (dilation, seed) => 0.5 + 0.001 * dilation + 0.01 * seed);
        var single = Dilations(seeds: 1, (dilation, _) => 0.5 + 0.1 * dilation);

        Assert.Contains("α 1, ρ 1: our best is δ 4, the paper's is δ 3.", apart, StringComparison.Ordinal);
        Assert.Contains(
            "α 1, ρ 1: this run does not show which δ is best, because the interval of δ 4, the highest, overlaps that of δ 1, 2, 3; "
            + "the paper's is δ 3.", close, StringComparison.Ordinal);
        Assert.Contains(
            "α 1, ρ 1: δ 4 has our highest accuracy, but one seed gives no interval; the paper's is δ 3.", single,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Both_the_best_and_the_last_epoch_have_a_column()
    {
        var text = Dilations(seeds: 1, (dilation, _) => 0.1 * dilation);

        Assert.Contains("| paper | ours, best epoch | ours, last epoch |", text, StringComparison.Ordinal);
        Assert.Contains("| 3 | 1 | 1 | 84.25 % | 30.00 % | 35.00 % |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_are_ordered_only_where_their_intervals_do_not_overlap()
    {
        var experiment = Experiment.Named("table3").Single();
        var searches = Searches(
            """ "network": ["mobilenet", "googlenet", "squeezenet"], "space": {} """, seeds: 3,
            (trial, seed) => trial.Network switch { "mobilenet" => 0.7, "googlenet" => 0.5, _ => 0.499 } + 0.01 * seed);

        var text = Text(SystemsSection.Create(experiment, searches, new MeasuredResults(isScaled: false, 3), []));

        Assert.Contains("Ours: mobilenet > googlenet ~ squeezenet.", text, StringComparison.Ordinal);
    }

    private static string Dilations(int seeds, Func<int, int, double> accuracy)
    {
        var searches = Searches(
            """ "network": "dilated-separable", "space": {"dilation": [1, 2, 3, 4]} """, seeds,
            (trial, seed) => accuracy(trial.Configuration.Dilation, seed));
        var experiment = Experiment.Named("table4").Single();
        return Text(DilationSection.Create(experiment, searches, new MeasuredResults(isScaled: false, seeds), []));
    }

    /// <summary>Searches of two epochs. The first has the given accuracy and the lower loss, the second 5 points more.</summary>
    private static ImmutableArray<MeasuredSearch> Searches(string parts, int seeds, Func<TrialView, int, double> accuracy) =>
    [
        .. from seed in Enumerable.Range(1, seeds) select Search(parts, seed, accuracy),
    ];

    private static MeasuredSearch Search(string parts, int seed, Func<TrialView, int, double> accuracy)
    {
        var dataset = LabServer.Datasets[0];
        var json = JsonDocument.Parse(
            $$"""{"name": "played", "dataset": "cifar10", "epochs": 2, "seed": {{seed}}, {{parts}}, "strategy": {"kind": "grid"} }""");
        var spec = SearchSpecReader.Read(json.RootElement, [dataset], []).Spec!;
        var trials = new PlayedSearch(new("abcd2345"), spec, dataset).Trials;
        var played = new PlayedSearch(new("abcd2345"), spec, dataset, (lease, report) => report with
        {
            Accuracy = accuracy(trials.Single(trial => trial.Number == lease.Trial.Number), seed) + 0.05 * (report.Epoch - 1),
            ValidationLoss = report.Epoch,
        });
        return new("table", seed, dataset, played.View, [.. played.Trials.Select(trial => played.Detail(trial.Number)!)]);
    }

    private static string Text(ReportSection section) => ReportMarkdown.Format(new("Report", [section]));
}
