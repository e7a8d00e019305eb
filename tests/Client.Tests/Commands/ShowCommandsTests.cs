using System.Text.Json;
using System.Xml.Linq;

namespace Paretune.Client.Tests.Commands;

public sealed class ShowCommandsTests
{
    [Fact]
    public async Task Show_gives_the_search_and_its_trials_by_number_as_one_document()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "show", "abcd2345", "--output", "json");

        var document = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal("completed", document.GetProperty("state").GetString());
        Assert.Equal([1, 2, 3, 4], document.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("number").GetInt32()));
    }

    [Fact]
    public async Task Show_says_what_became_of_the_message_that_the_search_has_ended()
    {
        await using var server = await RecordedServer.Start();
        var at = new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
        server.Notifications.Add(
            new("abcd2345-9", "https://hooks.example.com/", NotificationState.GivenUp, 9, at, at, null, "the receiver answered 503"));
        server.Notifications.Add(new("abcd2345-20", "https://hooks.example.com/", NotificationState.Delivered, 1, at, at, null, "200"));

        var (shown, json) = (
            await server.Run("search", "show", "abcd2345"), await server.Run("search", "show", "abcd2345", "--output", "json"));

        Assert.Contains("could not notify https://hooks.example.com/ (9 tries): the receiver answered 503 at 2026-01-01", shown.Out);
        Assert.Contains("notified https://hooks.example.com/ (1 try) at 2026-01-01", shown.Out);
        Assert.Equal(
            ["givenUp", "delivered"],
            JsonDocument.Parse(json.Out).RootElement.GetProperty("notifications").EnumerateArray()
                .Select(one => one.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task List_gives_one_document_a_line()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "list", "--output", "jsonl");

        var line = Assert.Single(run.Out.Trim().Split('\n'));
        Assert.Equal("abcd2345", JsonDocument.Parse(line).RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_list_asks_for_what_its_options_say()
    {
        await using var server = await RecordedServer.Start();

        await server.Run("search", "list");
        await server.Run(
            "search", "list", "--state", "running,paused", "--owner", "ann", "--dataset", "cifar10", "--text", "50% done", "--archived",
            "--limit", "20");
        await server.Run("search", "list", "--all");

        Assert.Equal(
            ["", "?state=running%2Cpaused&owner=ann&dataset=cifar10&text=50%25%20done&archived=true&limit=20", "?archived=all"],
            server.Lists);
    }

    [Fact]
    public async Task What_a_list_lacks_is_said_on_standard_error()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "list", "--output", "jsonl");

        Assert.Equal("not listed, because they do not answer: aaaabbbb", run.Error.Trim());
    }

    [Fact]
    public async Task A_piped_table_is_not_folded_or_coloured()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "show", "abcd2345");

        Assert.DoesNotContain('\e', run.Out);
        Assert.Equal(4, run.Out.Split('\n').Count(line => line.Contains("50.00 %") || line.Contains("completed   ")));
    }

    [Fact]
    public async Task Front_shows_its_members_and_the_optimum_with_its_reason()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "front", "abcd2345");

        Assert.Contains("★", run.Out);
        // A long reason is wrapped.
        Assert.Contains(
            server.Search.View.Optimum!.Reason, string.Join(' ', run.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Best_gives_the_optimum_and_what_its_trial_reached()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "best", "abcd2345", "--output", "json");

        var best = JsonDocument.Parse(run.Out).RootElement;
        Assert.Equal("knee", best.GetProperty("rule").GetString());
        Assert.Equal(best.GetProperty("trial").GetInt32(), best.GetProperty("result").GetProperty("number").GetInt32());
    }

    [Fact]
    public async Task A_limit_of_best_may_have_a_suffix()
    {
        await using var server = await RecordedServer.Start();

        await server.Run("search", "best", "abcd2345", "--max-macs", "1.5M", "--min-accuracy", "0.6");

        Assert.Equal(["?minAccuracy=0.6&maxMacs=1500000"], server.Best);
    }

    [Fact]
    public async Task The_models_address_keeps_the_path_of_the_server()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "best", "abcd2345", "--server", $"{server.Address}behind");

        Assert.Contains($"model: {server.Address}behind/api/searches/abcd2345/trials/{server.Search.View.Optimum!.Trial}/model", run.Out);
    }

    [Fact]
    public async Task Export_writes_a_row_for_each_trial()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "csv");

        var rows = run.Out.TrimEnd().Split('\n');
        Assert.StartsWith("number,dilation,width", rows[0]);
        Assert.StartsWith("1,1,1,1,0.003,", rows[1]);
        Assert.Equal("dilated-separable", rows[1].Split(',')[Array.IndexOf(rows[0].Split(','), "network")]);
        Assert.Equal(5, rows.Length);
    }

    [Fact]
    public async Task Export_draws_each_trial_joins_the_front_and_marks_the_optimum()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "svg");

        var picture = XDocument.Parse(run.Out).Root!;
        XNamespace svg = "http://www.w3.org/2000/svg";
        var points = picture.Elements(svg + "circle").ToArray();
        var front = server.Search.Trials.Where(trial => trial.OnFront).ToArray();
        Assert.Equal(server.Search.Trials.Length, points.Length);
        Assert.Equal(front.Length, picture.Element(svg + "polyline")!.Attribute("points")!.Value.Split(' ').Length);
        Assert.StartsWith(
            $"trial {server.Search.View.Optimum!.Trial},",
            points.Single(point => point.Attribute("fill")!.Value == "#cf222e").Element(svg + "title")!.Value);
    }
}
