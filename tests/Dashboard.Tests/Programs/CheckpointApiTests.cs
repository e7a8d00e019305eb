using System.Net;
using System.Net.Http.Headers;
using Paretune.Dashboard.Tests.Datasets;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Programs;

/// <summary>A program uploads a checkpoint, and another program continues from it.</summary>
public sealed class CheckpointApiTests(Api api)
{
    [Fact]
    public async Task The_next_attempt_is_given_the_newest_checkpoint_of_a_reported_epoch()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease("lab-1");
        (await Put(search, epoch: 1, "one"u8.ToArray())).Dispose();
        await search.Report(1, 1, 1);
        // This checkpoint's epoch was not reported, so a program that continued from it could not report the epoch's results.
        (await Put(search, epoch: 2, "two"u8.ToArray())).Dispose();
        await search.Signal(1, new { attempt = 1, kind = "end", outcome = "givenBack" });

        var job = await search.Lease("lab-2");

        var url = job["checkpoint"]!["url"]!.GetValue<string>();
        Assert.Equal((1, $"/api/searches/{search.Id}/trials/1/checkpoints/1?attempt=1"), ((int)job["checkpoint"]!["epoch"]!, url));
        Assert.Equal("one"u8.ToArray(), await api.Http.GetByteArrayAsync(url));
    }

    [Fact]
    public async Task The_newest_two_of_an_attempt_are_kept()
    {
        var file = ExternalSearch.File();
        file["epochs"] = 9;
        var search = await ExternalSearch.On(api, file);
        await search.Lease();

        for (var epoch = 1; epoch <= 3; epoch++)
            (await Put(search, epoch, [1])).Dispose();

        using var oldest = await api.Http.GetAsync(Url(search, 1));
        using var older = await api.Http.GetAsync(Url(search, 2));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (oldest.StatusCode, older.StatusCode));
    }

    [Fact]
    public async Task One_of_an_earlier_epoch_than_those_before_is_kept_too()
    {
        var file = ExternalSearch.File();
        file["epochs"] = 9;
        var search = await ExternalSearch.On(api, file);
        await search.Lease();

        foreach (var epoch in new[] { 2, 3, 1 })
            (await Put(search, epoch, [1])).Dispose();

        using var last = await api.Http.GetAsync(Url(search, 1));
        using var older = await api.Http.GetAsync(Url(search, 2));
        using var newest = await api.Http.GetAsync(Url(search, 3));
        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK), (last.StatusCode, older.StatusCode, newest.StatusCode));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(6)]
    public async Task An_epoch_that_the_trial_does_not_have_is_refused(int epoch)
    {
        var file = ExternalSearch.File();
        file["epochs"] = 5;
        var search = await ExternalSearch.On(api, file);
        await search.Lease();

        using var refused = await Put(search, epoch, [1]);
        using var part = await Put(search, epoch, [1], from: 0, total: 5);
        using var last = await Put(search, 5, [1]);

        var problem = await Problem.From(refused);
        Assert.Equal((HttpStatusCode.BadRequest, "epoch"), (problem.Status, Assert.Single(problem.Fields)));
        Assert.Contains($"must be from 1 to 5, the epochs of trial 1, but is {epoch}", problem.Detail, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Created), (part.StatusCode, last.StatusCode));
    }

    [Fact]
    public async Task An_upload_goes_on_where_its_connection_broke()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease();

        using var first = await Put(search, 1, [1, 2, 3], from: 0, total: 5);
        using var head = await api.Http.SendAsync(new(HttpMethod.Head, Url(search, 1)));
        using var wrong = await Put(search, 1, [9], from: 4, total: 5);
        using var last = await Put(search, 1, [4, 5], from: 3, total: 5);

        Assert.Equal((HttpStatusCode.Accepted, "3"), (first.StatusCode, head.Headers.GetValues("Upload-Offset").Single()));
        Assert.Equal(HttpStatusCode.Conflict, wrong.StatusCode);
        Assert.Contains("at 3, where the previous part ended, but start at "
            + "4", (await Problem.From(wrong)).Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, last.StatusCode);
        Assert.Equal([1, 2, 3, 4, 5], await api.Http.GetByteArrayAsync(Url(search, 1)));
    }

    [Fact]
    public async Task An_attempt_that_has_lost_its_lease_leaves_none()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease("lab-1", session: "a");
        await search.Lease("lab-1", session: "b");

        using var late = await Put(search, 1, [1]);

        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("attempt 1 of trial 1 has no lease", (await Problem.From(late)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_too_large_is_refused_before_it_is_sent()
    {
        var search = await ExternalSearch.On(api);
        await search.Lease();
        using var body = new NeverSent(5L << 30);

        using var answer = await api.Send(HttpMethod.Put, Url(search, 1), key: null, body);
        using var part = await Put(search, 1, [1], from: 0, total: 5L << 30);

        Assert.Equal(
            (HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.RequestEntityTooLarge), (answer.StatusCode, part.StatusCode));
        Assert.Contains("Paretune:MaxCheckpointBytes", (await Problem.From(part)).Detail, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> Put(ExternalSearch search, int epoch, byte[] bytes, long? from = null, long total = 0)
    {
        var content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/octet-stream") } };
        if (from is { } offset)
            content.Headers.ContentRange = new ContentRangeHeaderValue(offset, offset + bytes.Length - 1, total);
        return api.Http.PutAsync(Url(search, epoch), content);
    }

    private static string Url(ExternalSearch search, int epoch) =>
        $"/api/searches/{search.Id}/trials/1/checkpoints/{epoch}?attempt=1";
}
