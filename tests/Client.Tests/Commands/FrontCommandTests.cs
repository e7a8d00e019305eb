using System.Text.Json;

namespace Paretune.Client.Tests.Commands;

/// <summary>Test accuracy and 95 % intervals of the recommendation: 50 % of 500 test images is 45.6 to 54.4 %.</summary>
public sealed class FrontCommandTests
{
    [Theory]
    [InlineData("front")]
    [InlineData("best")]
    public async Task A_table_shows_the_test_and_both_intervals_and_the_images_they_rest_on(string verb)
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", verb, "abcd2345");

        Assert.Contains("test      (95 %)", run.Out, StringComparison.Ordinal);
        Assert.Contains("50.00 %   45.6–54.4", run.Out, StringComparison.Ordinal);
        Assert.Contains(
            $"(95 %): interval from {server.Search.View.ValidationImages} validation and 500 test images",
            run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("front")]
    [InlineData("best")]
    public async Task Programs_get_them_as_numbers(string verb)
    {
        await using var server = await RecordedServer.Start();

        var (json, csv) = (await server.Run("search", verb, "abcd2345", "-o", "json"),
            await server.Run("search", verb, "abcd2345", "-o", "csv"));

        var root = JsonDocument.Parse(json.Out).RootElement;
        var interval = (verb == "best" ? root.GetProperty("result") : root.GetProperty("trials")[0]).GetProperty("testAccuracyInterval");
        Assert.Equal(0.456, interval.GetProperty("low").GetDouble(), 3);
        Assert.Equal(0.544, interval.GetProperty("high").GetDouble(), 3);
        Assert.Equal(500, interval.GetProperty("images").GetInt32());
        var lines = csv.Out.TrimEnd().Split('\n');
        Assert.EndsWith(
            "accuracyLow,accuracyHigh,validationImages,testAccuracyLow,testAccuracyHigh,testImages", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",500", lines[1], StringComparison.Ordinal);
    }
}
