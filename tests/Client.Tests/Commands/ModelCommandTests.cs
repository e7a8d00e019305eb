using System.Text.Json;

namespace Paretune.Client.Tests.Commands;

public sealed class ModelCommandTests
{
    [Fact]
    public async Task Describe_needs_no_server_and_gives_the_counts()
    {
        var run = await ConsoleRun.Run(
            ["model", "describe", "--dilation", "3", "--width", "0.5", "--resolution", "0.714", "--classes", "200", "--output", "json"]);

        var model = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(160, model.GetProperty("inputSize").GetInt32());
        Assert.Equal(
            model.GetProperty("parameters").GetInt64(),
            model.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("parameters").GetInt64()));
    }

    [Fact]
    public async Task The_formulas_scale_the_unscaled_network()
    {
        var run = await ConsoleRun.Run(["model", "describe", "--dilation", "2", "--width", "0.5", "--output", "json"]);

        var second = JsonDocument.Parse(run.Out).RootElement.GetProperty("formulas")[1];
        // Module 2 has 64 → 128 channels on a map of 112; at δ = 2 the filter covers 7 × 7.
        Assert.Equal(49, second.GetProperty("filterArea").GetInt64());
        Assert.Equal(49.0 * 64 * 128 * 112 * 112, second.GetProperty("traditional").GetDouble());
        Assert.Equal((49.0 * 32 + 32 * 64) * 112 * 112, second.GetProperty("widthScaled").GetDouble());
    }

    [Fact]
    public async Task Describe_names_convolutions_whose_outer_taps_never_see_a_pixel()
    {
        var small = await ConsoleRun.Run(["model", "describe", "--base-resolution", "32", "--dilation", "3", "--output", "json"]);
        var large = await ConsoleRun.Run(["model", "describe", "--dilation", "3", "--output", "json"]);

        string[] Blind(string json) => [
            .. JsonDocument.Parse(json).RootElement.GetProperty("blind").EnumerateArray().Select(name => name.GetString()!)];
        // Taps 5 apart on maps of 4, 2 and 1 pixels.
        Assert.Contains("module9.dilated", Blind(small.Out));
        Assert.DoesNotContain("module1.dilated", Blind(small.Out));
        Assert.Empty(Blind(large.Out));
    }

    [Fact]
    public async Task Describe_knows_networks_that_branch_and_their_table_names_every_layer()
    {
        var run = await ConsoleRun.Run(["model", "describe", "--network", "squeezenet", "--classes", "1000", "--output", "json"]);
        var table = await ConsoleRun.Run(["model", "describe", "--network", "squeezenet", "--classes", "1000"]);

        var model = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(("squeezenet", 1_248_424), (model.GetProperty("network").GetString(), model.GetProperty("parameters").GetInt64()));
        Assert.All(
            model.GetProperty("layers").EnumerateArray(), layer => Assert.Contains(layer.GetProperty("name").GetString()!, table.Out));
        Assert.Contains("1,248,424 parameters", table.Out);
    }

    [Theory]
    [InlineData("mobilenet", "--dilation", "2", "--dilation: must be 1, because mobilenet does not support δ > 1, but is 2")]
    [InlineData("vgg16", "--width", "0.5", "--width: must be 1, because vgg16 does not support α < 1, but is 0.5")]
    [InlineData("alexnet", "--base-resolution", "32", "--network: alexnet needs an input of at least 63 pixels")]
    [InlineData("alexnet,vgg16", "--classes", "10", "--network: must be a single value, but is alexnet,vgg16")]
    public async Task What_a_network_lacks_is_told_by_the_flag_that_asks_for_it(string network, string flag, string value, string message)
    {
        var run = await ConsoleRun.Run(["model", "describe", "--network", network, flag, value]);

        Assert.Equal(2, run.Code);
        Assert.Contains(message, run.Error);
    }

    [Fact]
    public async Task Every_error_is_told_by_its_flag()
    {
        var run = await ConsoleRun.Run(
            ["model", "describe", "--dilation", "1,2", "--width", "2", "--network", "dilated-seperable", "--classes", "0"]);

        Assert.Equal(2, run.Code);
        Assert.Contains("--dilation: must be a single value", run.Error);
        Assert.Contains("--width: must be a number above 0", run.Error);
        Assert.Contains("did you mean \"dilated-separable\"", run.Error);
        Assert.Contains("--classes: must be at least 1, but is 0", run.Error);
    }
}
