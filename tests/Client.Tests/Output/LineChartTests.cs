using System.Xml.Linq;
using Paretune.Client.Output;

namespace Paretune.Client.Tests.Output;

public sealed class LineChartTests
{
    [Fact]
    public void Points_lie_left_to_right_and_higher_is_up_and_the_papers_line_is_dashed()
    {
        var chart = Draw(
            new("ours", [new(1, 0.5, 0.1), new(2, 0.6), new(4, 0.9)]),
            new("paper", [new(1, 0.8)], IsDashed: true));

        var points = chart.Elements(SvgShapes.Svg + "circle").Select(
            circle => (X: (double)circle.Attribute("cx")!, Y: (double)circle.Attribute("cy")!)).ToList();
        Assert.Equal([70, 286.7, 720, 70], points.Select(point => point.X));
        Assert.True(points[0].Y > points[1].Y && points[1].Y > points[3].Y && points[3].Y > points[2].Y);
        Assert.Equal([null, "6 4"], chart.Elements(SvgShapes.Svg + "polyline").Select(line => line.Attribute("stroke-dasharray")?.Value));
    }

    [Fact]
    public void An_interval_reaches_as_far_up_as_down()
    {
        var chart = Draw(new ChartLine("ours", [new(1, 0.5, 0.1), new(2, 0.6)]));

        var bar = chart.Elements(SvgShapes.Svg + "line").Single(line => (double)line.Attribute("x1")! == (double)line.Attribute("x2")!);
        var point = (double)chart.Elements(SvgShapes.Svg + "circle").First().Attribute("cy")!;
        Assert.Equal(point - (double)bar.Attribute("y2")!, (double)bar.Attribute("y1")! - point, 1.0);
        Assert.InRange((double)bar.Attribute("y1")!, 46, 346);
    }

    [Fact]
    public void A_chart_of_one_value_has_it_within_its_axes()
    {
        var chart = Draw(new ChartLine("ours", [new(3, 0.5)]));

        var point = chart.Elements(SvgShapes.Svg + "circle").Single();
        Assert.InRange((double)point.Attribute("cy")!, 46, 346);
        Assert.Equal(395, (double)point.Attribute("cx")!);
    }

    [Fact]
    public void Ticks_of_the_vertical_axis_are_round_numbers_within_it()
    {
        var chart = Draw(new ChartLine("ours", [new(1, 0.541), new(2, 0.856)]));

        var ticks = chart.Elements(SvgShapes.Svg + "text").Where(text => text.Attribute("text-anchor")?.Value == "end")
            .Select(text => text.Value).Where(text => text.StartsWith('0')).Select(double.Parse);
        Assert.Equal([0.6, 0.7, 0.8], ticks.Select(tick => Math.Round(tick, 9)));
    }

    [Fact]
    public void Without_a_point_there_is_nothing_to_draw()
    {
        Assert.Null(new LineChart("none", "x", _ => "", [new("empty", [])]).Draw());
    }

    [Fact]
    public void Error_bars_at_the_same_place_stand_side_by_side()
    {
        var chart = Draw(
            new("one", [new(1, 5, 1), new(2, 5, 1)]), new("other", [new(1, 5, 1), new(2, 5, 1)]), new("without", [new(1, 5), new(2, 5)]));

        var places = chart.Descendants().Where(one => one.Name.LocalName == "circle").Select(one => (double)one.Attribute("cx")!).ToList();
        Assert.Equal([67, 73, 70], [places[0], places[2], places[4]]);
        Assert.Equal(
            [67, 717, 73, 723], chart.Descendants().Where(one => one.Name.LocalName == "line" && one.Attribute("x1")!.Value
                == one.Attribute("x2")!.Value).Select(one => (double)one.Attribute("x1")!));
    }

    private static XElement Draw(params ChartLine[] lines) => new LineChart("chart", "δ", value => $"{value}", [.. lines]).Draw()!;
}
