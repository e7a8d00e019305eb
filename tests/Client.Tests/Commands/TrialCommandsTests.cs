using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paretune.Client.Tests.Commands;

public sealed class TrialCommandsTests
{
    [Fact]
    public async Task Show_draws_the_curve_and_the_accuracy_of_each_class_the_worst_first()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trial", "show", "abcd2345", "1");

        var lines = run.Out.Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains($"1 1.000 1.000 51.00 % {Bar(10)}", lines);
        Assert.Contains($"2 1.000 0.500 52.00 % {Bar(10)} best", lines);
        var worst = lines.IndexOf($"two 25.00 % {Bar(5)}");
        Assert.True(worst >= 0, run.Out);
        Assert.Equal($"one 75.00 % {Bar(15)}", lines[worst + 1]);
    }

    [Fact]
    public async Task Show_as_json_is_what_the_server_answered()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trial", "show", "abcd2345", "1", "--output", "json");

        Assert.True(
            JsonNode.DeepEquals(JsonSerializer.SerializeToNode(server.Search.Detail(1), ParetuneJson.Options), JsonNode.Parse(run.Out)),
            run.Out);
    }

    private static string Bar(int full) => new string('█', full) + new string('░', 20 - full);
}
