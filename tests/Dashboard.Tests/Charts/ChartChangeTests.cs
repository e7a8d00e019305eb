using System.Text.Json;
using Paretune.Dashboard.Charts;

namespace Paretune.Dashboard.Tests.Charts;

public sealed class ChartChangeTests
{
    [Fact]
    public void The_first_time_everything_is_new()
    {
        var change = Json(new ChartChange().Next(Chart([1, 2], [3])));

        Assert.Equal(2, change.GetProperty("count").GetInt32());
        Assert.Equal(["0", "1"], change.GetProperty("traces").EnumerateObject().Select(trace => trace.Name));
        Assert.Equal("a", change.GetProperty("layout").GetProperty("title").GetString());
    }

    [Fact]
    public void Afterwards_only_what_changed_is_told()
    {
        var known = new ChartChange();
        known.Next(Chart([1, 2], [3]));

        var change = Json(known.Next(Chart([1, 2], [3, 4])));

        Assert.Equal(["1"], change.GetProperty("traces").EnumerateObject().Select(trace => trace.Name));
        Assert.Equal(JsonValueKind.Null, change.GetProperty("layout").ValueKind);
        Assert.Null(known.Next(Chart([1, 2], [3, 4])));
    }

    [Fact]
    public void A_trace_that_went_away_is_told_by_the_count()
    {
        var known = new ChartChange();
        known.Next(Chart([1], [2]));

        Assert.Equal(1, Json(known.Next(Chart([[1]]))).GetProperty("count").GetInt32());
    }

    [Fact]
    public void What_is_no_number_is_a_gap()
    {
        var change = Json(new ChartChange().Next(Chart([double.NaN, double.PositiveInfinity, 1])));

        Assert.Equal("[null,null,1]", change.GetProperty("traces").GetProperty("0").GetProperty("x").GetRawText());
    }

    private static Chart Chart(params double[][] traces) =>
        new("a chart", "", [.. traces.Select(x => (object)new { x })], new { title = "a" }, new([], () => []));

    private static JsonElement Json(object? change) => JsonSerializer.SerializeToElement(change);
}
