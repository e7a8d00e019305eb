using System.Text.Json;

namespace Paretune.Client.Tests.Commands;

public sealed class ModelCommandTests
{
    [Fact]
    public async Task Describe_needs_no_server_and_gives_the_counts()
    {
        var run = await ConsoleRun.Of(
            ["model", "describe", "--dilation", "3", "--width", "0.5", "--resolution", "0.714", "--classes", "200", "--output", "json"]);

        var model = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal(160, model.GetProperty("inputSize").GetInt32());
        Assert.Equal(
            model.GetProperty("parameters").GetInt64(), model.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("parameters").GetInt64()));
    }

    [Fact]
    public async Task The_formulas_scale_the_unscaled_network()
    {
        var run = await ConsoleRun.Of(["model", "describe", "--dilation", "2", "--width", "0.5", "--output", "json"]);

        var second = JsonDocument.Parse(run.Out).RootElement.GetProperty("formulas")[1];
        // Module 2 has 64 → 128 channels on a map of 112; at δ = 2 the filter covers 7 × 7.
        Assert.Equal(49, second.GetProperty("filterArea").GetInt64());
        Assert.Equal(49.0 * 64 * 128 * 112 * 112, second.GetProperty("traditional").GetDouble());
        Assert.Equal((49.0 * 32 + 32 * 64) * 112 * 112, second.GetProperty("widthScaled").GetDouble());
    }

    [Fact]
    public async Task Every_fault_is_told_by_its_flag()
    {
        var run = await ConsoleRun.Of(["model", "describe", "--dilation", "1,2", "--width", "2", "--network", "dilated-seperable", "--classes", "0"]);

        Assert.Equal(2, run.Code);
        Assert.Contains("--dilation: must be one value here", run.Error);
        Assert.Contains("--width: must be a number above 0", run.Error);
        Assert.Contains("did you mean \"dilated-separable\"", run.Error);
        Assert.Contains("--classes: must be at least 1, but is 0", run.Error);
    }
}
