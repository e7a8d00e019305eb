using System.Xml.Linq;
using Paretune.Tuning.Fronts;
using static Paretune.Client.Output.SvgShapes;

namespace Paretune.Client.Output;

/// <summary>
/// Draws the front as an SVG: accuracy (vertical) against the main cost (MACs, or parameters if MACs are not counted) on a logarithmic
/// axis, with each trial's configuration as a tooltip and labels on the front and the optimum. It needs no script and no embedded font, so
/// it can be shown in a README.
/// </summary>
internal static class FrontPicture
{
    private const int Width = 760, Height = 420, Left = 70, Right = 40, Top = 46, Bottom = 56;
    private const int InnerWidth = Width - Left - Right, InnerHeight = Height - Top - Bottom;
    private const string Front = "#0969da", Best = "#cf222e";
    private const int AccuracyTicks = 5;

    /// <exception cref="CommandException">No trial has an accuracy yet.</exception>
    public static XDocument Create(SearchView search, IReadOnlyCollection<TrialView> trials)
    {
        var points = PlotScale.Plotted(trials);
        if (points.Count == 0)
            throw new CommandException(
                ExitCode.Failed,
                $"search {search.Id} has no trial with an accuracy yet, so there is nothing to draw; try again after the first epoch");
        var scale = new PlotScale(points, InnerWidth, InnerHeight);
        var front = points.Where(point => point.OnFront).OrderBy(scale.Cost).ToList();
        var joined = ProjectedFront.Select(front, scale.Cost, point => point.Accuracy!.Value).ToList();
        return new(Picture(
            Width, Height, Left,
            $"{search.Name}: {search.Spec.Dataset}, {CountText.Format(points.Count, "trial")}, "
            + CountText.Format(search.Spec.Epochs, "epoch"),
            Axes(scale),
            Joined(joined, scale),
            points.Where(point => !point.OnFront && !point.SoFar).Select(point => Point(search, point, scale, Faint, radius: 4)),
            points.Where(point => point.SoFar).Select(point => Hollow(Point(search, point, scale, Front, radius: 5))),
            front.Select(point => joined.Contains(point) ? Member(search, point, scale) : Hollow(Member(search, point, scale))),
            front.Concat(Beside(search, points)).Select(point => Label(search, point, scale)),
            Beside(search, points).Select(point => Member(search, point, scale)),
            Legend(search, points, string.Join(", or ", Hollow(points.Any(point => point.SoFar), joined.Count < front.Count)))));
    }

    /// <summary>The optimum if it is not on the front, because the limits of the search exclude what dominates it.</summary>
    private static IEnumerable<TrialView> Beside(SearchView search, IEnumerable<TrialView> points) =>
        points.Where(point => !point.OnFront && point.Number == search.Optimum?.Trial);

    private static IEnumerable<XElement> Axes(PlotScale scale)
    {
        for (var i = 0; i < AccuracyTicks; i++)
        {
            var share = i / (AccuracyTicks - 1.0);
            var y = Top + (1 - share) * InnerHeight;
            yield return Line(Left, y, Left + InnerWidth, y);
            yield return Text(
                Left - 8, y + 4, Formatter.Percent(scale.Lowest + share * (scale.Highest - scale.Lowest)), Ink, ("text-anchor", "end"));
            if (scale.Highest <= scale.Lowest)
                break;
        }

        yield return Text(Left, Height - Bottom + 30, Formatter.Amount(scale.Least), Ink);
        yield return Text(Left + InnerWidth, Height - Bottom + 30, $"{Formatter.Amount(scale.Most)} {scale.Unit}", Ink,
            ("text-anchor", "end"));
    }

    private static XElement Joined(List<TrialView> front, PlotScale scale) => new(
        Svg + "polyline",
        Attributes(
            ("points", string.Join(' ', front.Select(point => At(point, scale)).Select(at => $"{at.X},{at.Y}"))), ("fill", "none"),
            ("stroke", Front), ("stroke-width", 1.5)));

    private static XElement Point(SearchView search, TrialView trial, PlotScale scale, string colour, int radius)
    {
        var (x, y) = At(trial, scale);
        return new(
            Svg + "circle",
            Attributes(("cx", x), ("cy", y), ("r", radius), ("fill", colour)),
            new XElement(
                Svg + "title",
                $"trial {trial.Number}, {Named(search, trial)}: {Formatter.Percent(trial.Accuracy)}, {CostText.Format(trial.Cost)}"));
    }

    private static IEnumerable<string> Hollow(bool hasParked, bool hasOthers) =>
        from line in ((bool Is, string Text)[])[(hasParked, "parked, accuracy so far"), (hasOthers, "on the front by another objective")]
        where line.Is
        select line.Text;

    private static XElement Member(SearchView search, TrialView trial, PlotScale scale) =>
        Point(search, trial, scale, trial.Number == search.Optimum?.Trial ? Best : Front, radius: 6);

    private static XElement Hollow(XElement circle)
    {
        circle.SetAttributeValue("stroke", circle.Attribute("fill")!.Value);
        circle.SetAttributeValue("fill", "none");
        return circle;
    }

    // Labels in the right half end at their point, so that they stay inside the picture.
    private static XElement Label(SearchView search, TrialView trial, PlotScale scale)
    {
        var (x, y) = At(trial, scale);
        var isRight = x > Left + InnerWidth / 2;
        return Text(
            isRight ? x - 10 : x + 10, y + (isRight ? -6 : 16), Named(search, trial), trial.Number == search.Optimum?.Trial ? Best : Ink,
            ("text-anchor", isRight ? "end" : "start"));
    }

    private static IEnumerable<XElement> Legend(SearchView search, List<TrialView> points, string hollow)
    {
        yield return Text(Left, Height - 12, "● front", Front);
        yield return Text(Left + 70, Height - 12, $"● optimum ({search.Spec.Optimum})", Best);
        if (hollow.Length > 0)
            yield return Text(Left + 200, Height - 12, $"○ {hollow}", Front);
        var areOthersCompleted = points.All(point => point.OnFront || point.SoFar || point.State == TrialState.Completed);
        yield return Text(
            Left + InnerWidth, Height - 12, areOthersCompleted ? "● dominated" : "● dominated or not trained to the end", Faint,
            ("text-anchor", "end"));
    }

    private static (int X, int Y) At(TrialView trial, PlotScale scale)
    {
        var (column, row) = scale.Cell(trial);
        return (Left + column, Top + row);
    }

    private static string Named(SearchView search, TrialView trial) =>
        (search.Spec.Networks.Length > 1 ? $"{trial.Network} " : "")
        + Formatter.Configuration(trial.Configuration);
}
