using System.Net;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Searches;

/// <summary>The event stream, read line by line as a client does.</summary>
public sealed class EventStreamTests(Api api)
{
    [Fact]
    public async Task Every_entry_is_one_event_with_its_sequence_and_type_and_the_last_event_is_end()
    {
        var id = await Ended("followed");

        var events = await Follow($"/api/searches/{id}/events");

        var entries = events[..^1];
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(n => $"{n}"), entries.Select(entry => entry["id"]));
        Assert.All(entries, entry => Assert.Equal(entry["event"], JsonNode.Parse(entry["data"])!["type"]!.GetValue<string>()));
        Assert.All(entries, entry => Assert.Equal(entry["id"], JsonNode.Parse(entry["data"])!["sequence"]!.ToJsonString()));
        Assert.Equal(
            ["searchStarted", "spaceCounted", "searchStateChanged", "trialAdded", "attemptStarted"],
            entries[..5].Select(entry => entry["event"]));
        Assert.Equal(new Dictionary<string, string> { ["event"] = "end", ["data"] = "{}" }, events[^1]);
    }

    [Fact]
    public async Task A_client_that_comes_back_gets_what_follows_its_last_event()
    {
        var id = await Ended("resumed");
        var all = await Follow($"/api/searches/{id}/events");

        var rest = await Follow($"/api/searches/{id}/events?after=1", lastEventId: "4");

        Assert.Equal(all[4..], rest);
    }

    [Fact]
    public async Task A_client_may_begin_after_a_sequence_of_its_choice()
    {
        var id = await Ended("later");
        var all = await Follow($"/api/searches/{id}/events");

        var rest = await Follow($"/api/searches/{id}/events?after=2");

        Assert.Equal(all[2..], rest);
    }

    [Fact]
    public async Task Progress_has_no_id()
    {
        var id = await api.Submit("steps");
        await api.Step(id);

        var step = await First(id, "progress");

        Assert.False(step.ContainsKey("id"));
        Assert.Equal(3, JsonNode.Parse(step["data"])!["step"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("first")]
    [InlineData("-1")]
    public async Task A_last_event_id_that_no_event_has_is_refused(string last)
    {
        var id = await api.Submit("odd id");
        using var request =
            new HttpRequestMessage(HttpMethod.Get, $"/api/searches/{id}/events") { Headers = { { "Last-Event-ID", last } } };

        using var response = await api.Http.SendAsync(request);

        var problem = await Problem.From(response);
        Assert.Equal(HttpStatusCode.BadRequest, problem.Status);
        Assert.Equal(["Last-Event-ID"], problem.Fields);
    }

    private async Task<string> Ended(string name)
    {
        var id = await api.Submit(name);
        await api.Complete(id);
        return id;
    }

    private async Task<Dictionary<string, string>> First(string id, string type)
    {
        using var reader = new StreamReader(await api.Http.GetStreamAsync($"/api/searches/{id}/events"));
        await foreach (var sent in Events(reader))
            if (sent["event"] == type)
                return sent;
        throw new InvalidOperationException($"the stream of {id} ended without an event {type}");
    }

    [Fact]
    public async Task A_client_that_wants_events_only_is_told_too_that_there_is_no_search()
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Get, "/api/searches/zzzz9999/events") { Headers = { { "Accept", "text/event-stream" } } };

        using var response = await api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("zzzz9999", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<List<Dictionary<string, string>>> Follow(string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        using var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        return await Events(reader).ToListAsync();
    }

    private static async IAsyncEnumerable<Dictionary<string, string>> Events(StreamReader reader)
    {
        var fields = new Dictionary<string, string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.Split(": ", 2) is [{ Length: > 0 } field, var value])
                fields.Add(field, value);
            if (line.Length > 0 || fields.Count == 0)
                continue;
            yield return fields;
            fields = [];
        }
    }
}
