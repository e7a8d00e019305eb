using System.Net;
using System.Text.Json.Nodes;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Searches;

public sealed class ExportApiTests(Api api)
{
    [Fact]
    public async Task Csv_has_a_row_for_each_trial()
    {
        var id = await api.Submit("exported");
        await api.Begin(id, trials: 2);

        using var answer = await api.Http.GetAsync($"/api/searches/{id}/export?format=csv");

        var rows = (await answer.Content.ReadAsStringAsync()).Trim().Split(Environment.NewLine);
        Assert.StartsWith("number,dilation,width,", rows[0], StringComparison.Ordinal);
        Assert.Equal(["1", "2"], rows[1..].Select(row => row.Split(',')[0]));
        Assert.Equal(
            ("text/csv", $"{id}.csv"),
            (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.FileName));
    }

    [Fact]
    public async Task Json_has_the_search_and_its_trials()
    {
        var id = await api.Submit("exported");
        await api.Begin(id, trials: 2);

        var json = JsonNode.Parse(await api.Http.GetStringAsync($"/api/searches/{id}/export?format=json"))!;

        Assert.Equal((id, 2), (json["id"]!.GetValue<string>(), json["trials"]!.AsArray().Count));
    }

    [Fact]
    public async Task Only_the_trials_that_were_asked_for_are_exported()
    {
        var id = await api.Submit("exported");
        await api.Begin(id, trials: 2);

        var json = JsonNode.Parse(await api.Http.GetStringAsync($"/api/searches/{id}/export?format=json&trials=2,600-900"))!;

        Assert.Equal([2], json["trials"]!.AsArray().Select(trial => trial!["number"]!.GetValue<int>()));
    }

    [Fact]
    public async Task A_part_of_the_trials_that_cannot_be_read_is_refused_by_name()
    {
        using var answer = await api.Http.GetAsync($"/api/searches/{await api.Submit("exported")}/export?format=csv&trials=1,x");

        var problem = await Problem.From(answer);
        Assert.Equal((HttpStatusCode.BadRequest, "trials"), (problem.Status, problem.Fields.Single()));
        Assert.Contains("has \"x\"", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_format_is_refused_by_name()
    {
        using var answer = await api.Http.GetAsync($"/api/searches/{await api.Submit("exported")}/export?format=xls");

        var problem = await Problem.From(answer);
        Assert.Equal((HttpStatusCode.BadRequest, "format"), (problem.Status, problem.Fields.Single()));
    }
}
