using System.Collections.Immutable;
using Paretune.Dashboard.Trials;
using Paretune.Tuning.Confirmation;
using Paretune.Tuning.Formatting;
using Paretune.Tuning.Fronts;

namespace Paretune.Dashboard.Charts;

/// <summary>The marks of the front chart: their positions, sizes and colours.</summary>
internal sealed class FrontMarks(FrontChoice choice, TrialDescription described, IReadOnlyList<TrialView> measured)
{
    private const int Smallest = 5, Largest = 20;

    // Opacity of a front trial that is on the front in none of the draws.
    private const double Faintest = 0.3;

    // With more words than colours, colouring would be ambiguous.
    private const int MostColours = 8;

    private readonly ColourScale? _colours = choice.Colour is { } fact ? ColourScale.From(fact, measured) : null;

    private readonly (double Least, double Most) _sizes = choice.Size is { } metric ? Range(measured.Select(metric.Value)) : default;

    /// <summary>Plotly's colour axis; null without colours, or if they stand for words.</summary>
    public object? Axis => _colours?.Axis;

    /// <summary>A legend entry for each colour that represents a value.</summary>
    public IEnumerable<object> Legend => _colours?.Legend ?? [];

    public object Create(FrontGroup group) => new
    {
        type = "scatter",
        name = group.Name,
        mode = group.IsJoined ? "lines+markers" : "markers",
        x = group.Trials.Select(choice.Axis.Value),
        y = group.Trials.Select(choice.Accuracy),
        customdata = group.Trials.Select(trial => $"{trial.Number}"),
        text = group.Trials.Select(trial => described.Text(trial) + Share(trial)),
        hovertemplate = "trial %{customdata}: %{text}<br>%{y:.2%} at %{x:" + choice.Axis.Metric.Format.Ticks + "} " + choice.Axis.Title
            + "<extra>" + group.Name + "</extra>",
        marker = Marker(group),
        line = new { color = group.Colour, width = 2, shape = choice.Axis.IsMost ? "hv" : "vh" },
        error_y = group.Trials.Any(trial => trial.OnFront && (choice.HasIntervals || IsMean(trial)))
            ? Intervals(group.Trials, group.Colour) : null,
        selectedpoints = choice.Selection.IsEmpty
            ? null : group.Trials.Index().Where(one => choice.Selection.Has(one.Item.Number)).Select(one => one.Index).ToArray(),
        unselected = new { marker = new { opacity = 0.25 } },
    };

    /// <summary>Returns the mark of the recommended trial, which keeps its colour whatever the others are coloured by.</summary>
    public object Star(FrontGroup group) =>
        new FrontMarks(
            choice with { Colour = null, Size = null, HasIntervals = false, Selection = TrialSelection.None }, described, group.Trials)
            .Create(group);

    private object Marker(FrontGroup group) => new
    {
        color = _colours?.Colours(group.Trials) ?? group.Colour,
        coloraxis = Axis is null ? null : "coloraxis",
        symbol = group.Symbol,
        size = choice.Size is null ? (object)group.Size : group.Trials.Select(Size),
        opacity = group.Trials.Any(trial => trial.OnFront && choice.Certainty(trial)?.OnFront is not null)
            ? group.Trials.Select(Opacity) : null,
    };

    /// <summary>Trials on the front are fainter the less certain their place is.</summary>
    private double Opacity(TrialView trial) =>
        choice.Certainty(trial)?.OnFront is { } share ? Faintest + (1 - Faintest) * share : 1;

    private string Share(TrialView trial) =>
        choice.Certainty(trial) is { OnFront: > 0 } sure ? $"<br>on the front with probability {CertaintyText.Share(sure)}" : "";

    private bool IsMean(TrialView trial) => choice.Certainty(trial) is { Decides: true };

    /// <summary>The area of a mark is proportional to the value, because viewers compare areas.</summary>
    private double Size(TrialView trial)
    {
        var share = (choice.Size!.Value(trial) - _sizes.Least) / (_sizes.Most - _sizes.Least);
        return double.IsFinite(share) ? Math.Sqrt(Smallest * Smallest + share * (Largest * Largest - Smallest * Smallest)) : Smallest;
    }

    private static (double Least, double Most) Range(IEnumerable<double> values)
    {
        var known = values.Where(double.IsFinite).DefaultIfEmpty().ToArray();
        return (known.Min(), known.Max());
    }

    private object Intervals(IReadOnlyList<TrialView> trials, string colour)
    {
        var intervals = trials.Select(trial => (At: choice.Accuracy(trial), Of: Interval(trial))).ToArray();
        return new
        {
            type = "data",
            symmetric = false,
            array = intervals.Select(one => (one.Of?.High ?? one.At) - one.At),
            arrayminus = intervals.Select(one => one.At - (one.Of?.Low ?? one.At)),
            color = colour,
            thickness = 1,
            width = 3,
        };
    }

    private AccuracyInterval? Interval(TrialView trial) => IsMean(trial) ? new(trial.Estimate!.Low, trial.Estimate.High)
        : AccuracyInterval.From(choice.Accuracy(trial), choice.Images);

    /// <summary>The colours of one property: one per word, or a scale for numbers.</summary>
    private sealed record ColourScale(Func<IReadOnlyList<TrialView>, object> Colours, object? Axis, ImmutableArray<object> Legend)
    {
        private static readonly string[][] Scale = [["0", "--c1"], ["0.5", "--c6"], ["1", "--c0"]];

        public static ColourScale From(TrialProperty fact, IReadOnlyList<TrialView> trials)
        {
            string[] words = [.. trials.OrderBy(fact.Order).Select(fact.Text).Distinct()];
            if (fact.Number is { } number && words.Length > MostColours)
                return OfNumbers(fact, number, trials);
            return new(
                some => some.Select(trial => Colour(Array.IndexOf(words, fact.Text(trial)))), null,
                [
                    .. words.Take(MostColours).Index().Select(word => (object)new
                    {
                        type = "scatter",
                        mode = "markers",
                        name = $"{fact.Title} {word.Item}",
                        x = (double?[])[null],
                        y = (double?[])[null],
                        marker = new { color = Colour(word.Index), symbol = "square", size = 9 },
                    }),
                ]);
        }

        private static string Colour(int place) => place < MostColours ? $"--c{place}" : "--faint";

        private static ColourScale OfNumbers(TrialProperty fact, Func<TrialView, double> number, IReadOnlyList<TrialView> trials)
        {
            var known = trials.Where(trial => double.IsFinite(number(trial))).OrderBy(number).ToArray();
            if (known.Length == 0)
                return new(some => "--faint", null, []);
            var isLogarithmic = Ticks.SpanDecades(number(known[0]), number(known[^1]));
            double Place(TrialView trial) => isLogarithmic ? Math.Log10(number(trial)) : number(trial);
            TrialView[] marks = [known[0], known[known.Length / 2], known[^1]];
            return new(some => some.Select(Place), new
            {
                colorscale = Scale,
                cmin = Place(known[0]),
                cmax = Place(known[^1]),
                colorbar = new
                {
                    title = new { text = fact.Title, side = "top" },
                    orientation = "h",
                    thickness = 10,
                    len = 0.5,
                    x = 0,
                    xanchor = "left",
                    y = 1.02,
                    yanchor = "bottom",
                    tickvals = marks.Select(Place),
                    ticktext = marks.Select(fact.Text),
                },
            }, []);
        }
    }
}
