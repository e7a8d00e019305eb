using System.Collections.Immutable;
using System.Text.Json;

namespace Paretune.Grains.Tests;

public sealed class LimitsJsonTests
{
    [Theory]
    [InlineData("""{"macs":300000000}""")]
    [InlineData("""{"parameters":9223372036854775807,"energy":2.50,"minAccuracy":0.6}""")]
    public void Limits_are_written_as_they_were_read(string json)
    {
        var limits = JsonSerializer.Deserialize<Limits>(json, ParetuneJson.Options);

        Assert.Equal(json, JsonSerializer.Serialize(limits, ParetuneJson.Options));
    }

    [Fact]
    public void Limits_that_are_not_set_may_be_left_out() =>
        Assert.Equal(new Limits(Bytes: 5), JsonSerializer.Deserialize<Limits>("""{"bytes":5}""", ParetuneJson.Options));

    [Fact]
    public void Limits_are_equal_by_what_is_set()
    {
        var one = new Limits(ImmutableSortedDictionary<string, decimal>.Empty.Add("macs", 5));

        Assert.Equal(new Limits(Macs: 5), one);
        Assert.NotEqual(new Limits(Bytes: 5), one);
        Assert.NotEqual(new Limits(), one);
    }
}
