using System.Xml.Linq;
using Paretune.Bench.Efficiency.Measuring;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;
using Paretune.Tuning.Simulation;
using static Paretune.Bench.SvgShapes;

namespace Paretune.Bench.Efficiency.Reports;

/// <summary>
/// Draws where each strategy spends the first part of a table's compute. Each panel shows all configurations, those trained to the end,
/// those that were only started, and the front of all. The picture suits light and dark pages.
/// </summary>
internal static class TrialsPicture
{
    private const double Share = 0.1;

    // Sizes of a panel, and of the plane inside it.
    private const int PanelWidth = 300, PanelHeight = 230, PanelsBeside = 3, Left = 44, Right = 10, Top = 44, Bottom = 34, Head = 44;

    // Accuracies below this quantile are drawn at the bottom, because configurations that hardly learned would compress the others.
    private const double Lowest = 0.1;

    private const string Rules = """

            .ink { fill: #24292f; } .soft { fill: #57606a; } .frame { fill: none; stroke: #d8dee4; }
            path { fill: none; stroke-linecap: round; }
            .all { stroke: #d0d7de; stroke-width: 3; } .begun { stroke: #e69f00; stroke-width: 5; }
            .trained { stroke: #0969da; stroke-width: 5; }
            .front { stroke: #cf222e; stroke-width: 1.2; }
            @media (prefers-color-scheme: dark) {
              .ink { fill: #e6edf3; } .soft { fill: #9198a1; } .frame { stroke: #3d444d; } .all { stroke: #444c56; }
              .begun { stroke: #ffb454; } .trained { stroke: #7cc4ff; } .front { stroke: #ff9a92; }
            }

        """;

    public static string Create(EfficiencyTable table, IReadOnlyList<ComparedStrategy> strategies)
    {
        var plane = new Plane(table.TruthFor(1));
        var rows = (strategies.Count + PanelsBeside - 1) / PanelsBeside;
        return Picture(
            PanelsBeside * PanelWidth, Head + rows * PanelHeight,
            [
                Style(Rules),
                Text(
                    12, 20, $"{table.Name}: configurations trained with {100 * Share:0} % of the compute of all {plane.Count}",
                    ("class", "ink"), ("font-size", 15)),
                Text(12, 38, "Accuracy of the last epoch against parameters. Blue: trained to the end. Orange: stopped or not finished. "
                    + "Red: the front of all.", ("class", "soft")),
                .. strategies.Index().SelectMany(one => Panel(
                    plane, one.Item.Name, Trained(table, one.Item), one.Index % PanelsBeside * PanelWidth,
                    Head + one.Index / PanelsBeside * PanelHeight)),
            ]).ToString() + "\n";
    }

    /// <summary>
    /// Returns how many epochs each started configuration has reported when the share of the compute is spent, by its index in the truth.
    /// </summary>
    private static Dictionary<int, int> Trained(EfficiencyTable table, ComparedStrategy strategy)
    {
        var run = EfficiencyRun.Simulated(table, strategy.Spec, EfficiencyResult.UsualWorkers, seed: 1);
        var (index, most) = (new CandidateIndex(run.Truth), Share * new FinalTruth(run.Truth).Seconds);
        var spent = 0.0;
        var until = run.Trained.TakeWhile(epoch => (spent += epoch.Seconds) <= most).Last().At;
        var trials = run.Entries.OfType<TrialAdded>().ToDictionary(
            added => added.Trial, added => index.Find(added.Network!, added.Configuration));
        var epochs = new Dictionary<int, int>();
        foreach (var reported in run.Entries.OfType<EpochReported>().TakeWhile(entry => entry.At <= until))
            epochs[trials[reported.Report.Trial.Number]] = reported.Report.Epoch;
        return epochs;
    }

    private static IEnumerable<XElement> Panel(Plane plane, string name, Dictionary<int, int> trained, double x, double y)
    {
        var full = trained.Where(one => one.Value == plane.Epochs).Select(one => one.Key).ToList();
        yield return Text(x + Left, y + 18, name, ("class", "ink"), ("font-size", 13), ("font-weight", "bold"));
        yield return Text(x + Left, y + 34, $"{trained.Count} started, {full.Count} trained to the end", ("class", "soft"));
        yield return Shape("rect", ("x", x + Left), ("y", y + Top), ("width", Plane.Width), ("height", Plane.Height), ("class", "frame"));
        yield return Dots("all", Enumerable.Range(0, plane.Count));
        yield return Dots("begun", trained.Keys.Except(full));
        yield return Dots("trained", full);
        yield return Shape("path", ("class", "front"), ("d", plane.Front(x + Left, y + Top)));
        foreach (var (share, text) in plane.Up)
            yield return Text(
                x + Left - 4, y + Top + (1 - share) * Plane.Height + 4, text, ("class", "soft"), ("font-size", 10), ("text-anchor", "end"));
        foreach (var (share, text) in plane.Across)
            yield return Text(
                x + Left + share * Plane.Width, y + Top + Plane.Height + 14, text, ("class", "soft"), ("font-size", 10),
                ("text-anchor", share == 0 ? "start" : "end"));

        // A line of length 0 with round ends is drawn as a dot.
        XElement Dots(string kind, IEnumerable<int> candidates) => Shape("path", ("class", kind), ("d", string.Concat(
            candidates.Select(candidate => $"M{plane.At(candidate, x + Left, y + Top)}h0"))));
    }

    /// <summary>Maps configurations to positions: parameters logarithmically, accuracies from a low one to the best.</summary>
    private sealed class Plane
    {
        public const int Width = PanelWidth - Left - Right, Height = PanelHeight - Top - Bottom;

        private readonly double[] _accuracies, _logs;
        private readonly double _low, _high, _least, _most;

        public Plane(ITruth truth)
        {
            _accuracies = new FinalTruth(truth).Accuracy.ToArray();
            _logs = [.. truth.Candidates.Select(candidate => Math.Log10(candidate.Cost.Parameters))];
            (_low, _high) = (_accuracies.Order().ElementAt((int)(Lowest * _accuracies.Length)), _accuracies.Max());
            (_least, _most) = (_logs.Min(), _logs.Max());
            Epochs = truth.Epochs;
        }

        public int Epochs { get; }

        public int Count => _logs.Length;

        public IEnumerable<(double Share, string Text)> Up =>
            [(0, FormattableString.Invariant($"{100 * _low:0.0} %")), (1, FormattableString.Invariant($"{100 * _high:0.0} %"))];

        public IEnumerable<(double Share, string Text)> Across => [(0, Amount(_least)), (1, Amount(_most))];

        public string At(int candidate, double x, double y) =>
            FormattableString.Invariant($"{PlaceX(candidate, x):0.#} {PlaceY(candidate, y):0.#}");

        /// <summary>Returns the highest accuracy up to each size as a step line.</summary>
        public string Front(double x, double y)
        {
            int[] front =
                [.. ProjectedFront.Select(Enumerable.Range(0, Count), candidate => _logs[candidate], candidate => _accuracies[candidate])];
            return $"M{At(front[0], x, y)}" + string.Concat(front.Skip(1).Select(
                candidate => FormattableString.Invariant($"H{PlaceX(candidate, x):0.#}V{PlaceY(candidate, y):0.#}")));
        }

        private double PlaceX(int candidate, double x) => x + (_logs[candidate] - _least) / (_most - _least) * Width;

        private double PlaceY(int candidate, double y) =>
            y + (1 - Math.Clamp((_accuracies[candidate] - _low) / (_high - _low), 0, 1)) * Height;

        private static string Amount(double log) => Formatter.Amount(Math.Pow(10, log)) + " parameters";
    }
}
