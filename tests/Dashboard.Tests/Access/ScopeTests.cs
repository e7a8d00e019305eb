using System.Net;
using System.Net.Http.Json;
using System.Text;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>The scope that each endpoint requires, and the answer to callers without it.</summary>
public sealed class ScopeTests(GuardedApi guarded)
{
    [Theory]
    [InlineData("GET", "/", KeyScope.Read)]
    [InlineData("GET", "/api/searches", KeyScope.Read)]
    [InlineData("GET", "/api/searches/aaaaaaaa", KeyScope.Read)]
    [InlineData("GET", "/api/searches/aaaaaaaa/events", KeyScope.Read)]
    [InlineData("GET", "/api/searches/aaaaaaaa/trials/1/model", KeyScope.Read)]
    [InlineData("GET", "/api/searches/aaaaaaaa/trials/1/evaluation", KeyScope.Read)]
    [InlineData("GET", "/api/searches/aaaaaaaa/trials/1/mistakes", KeyScope.Read)]
    [InlineData("GET", "/api/searches/aaaaaaaa/export", KeyScope.Read)]
    [InlineData("GET", "/searches/aaaaaaaa", KeyScope.Read)]
    [InlineData("GET", "/searches/new", KeyScope.Read)]
    [InlineData("GET", "/cluster", KeyScope.Read)]
    [InlineData("POST", "/_blazor/negotiate", KeyScope.Read)]
    [InlineData("GET", "/api/datasets", KeyScope.Read)]
    [InlineData("GET", "/api/datasets/listed", KeyScope.Read)]
    [InlineData("GET", "/api/datasets/listed/samples/0", KeyScope.Read)]
    [InlineData("GET", "/api/cluster", KeyScope.Read)]
    [InlineData("GET", "/openapi/v1.json", KeyScope.Read)]
    [InlineData("GET", "/api/nothing", KeyScope.Read)]
    [InlineData("GET", "/sign-in/nothing", KeyScope.Read)]
    [InlineData("POST", "/api/searches/aaaaaaaa/leases", KeyScope.Work)]
    [InlineData("POST", "/api/searches/aaaaaaaa/costs", KeyScope.Work)]
    [InlineData("POST", "/api/searches/aaaaaaaa/trials/1/signals", KeyScope.Work)]
    [InlineData("PUT", "/api/searches/aaaaaaaa/trials/1/checkpoints/1?attempt=1", KeyScope.Work)]
    [InlineData("GET", "/api/searches/aaaaaaaa/trials/1/checkpoints/1?attempt=1", KeyScope.Work)]
    [InlineData("POST", "/api/searches", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/pause", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/resume", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/cancel", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/finish", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/priority", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/archive", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/unarchive", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/edit", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/retry", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/trials/1/extend", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/trials", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/trials/stop", KeyScope.Submit)]
    [InlineData("POST", "/api/searches/aaaaaaaa/trials/tag", KeyScope.Submit)]
    [InlineData("DELETE", "/api/searches/aaaaaaaa", KeyScope.Submit)]
    [InlineData("PUT", "/api/datasets/new", KeyScope.Submit)]
    [InlineData("POST", "/api/datasets/new/fetch", KeyScope.Submit)]
    [InlineData("GET", "/api/keys", KeyScope.Admin)]
    [InlineData("POST", "/api/keys", KeyScope.Admin)]
    [InlineData("DELETE", "/api/keys/nobody", KeyScope.Admin)]
    public async Task An_endpoint_lets_in_who_has_its_scope_and_nobody_below(string method, string path, KeyScope needed)
    {
        using var nobody = await guarded.Api.Send(new(method), path, key: null);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Problem.From(nobody)).Status);

        foreach (var scope in Enum.GetValues<KeyScope>())
        {
            using var answer = await guarded.Api.Send(new(method), path, (await guarded.Key(scope)).Key);
            Assert.Equal((scope, !scope.Includes(needed)), (scope, answer.StatusCode == HttpStatusCode.Forbidden));
        }
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/sign-in")]
    public async Task Health_and_the_way_in_are_shown_to_everybody(string path)
    {
        using var answer = await guarded.Api.Send(HttpMethod.Get, path, key: null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Who_sends_no_key_is_told_how_to_get_and_send_one()
    {
        using var answer = await guarded.Api.Send(HttpMethod.Get, "/api/searches", key: null);

        var problem = await Problem.From(answer);
        Assert.Contains("PARETUNE_KEY", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("paretune key create", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(["Bearer"], answer.Headers.WwwAuthenticate.Select(way => way.Scheme));
    }

    [Fact]
    public async Task Who_may_not_is_told_the_scope_that_is_needed()
    {
        using var answer = await guarded.Api.Send(HttpMethod.Post, "/api/searches", (await guarded.Key(KeyScope.Read)).Key);

        var detail = (await Problem.From(answer)).Detail;
        Assert.Contains("the scope submit is required", detail, StringComparison.Ordinal);
        Assert.Contains("has read", detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ptk_short")]
    [InlineData("ptk_abcdefgh_nonsense")]
    public async Task What_is_no_key_is_refused_and_not_repeated(string sent)
    {
        using var answer = await guarded.Api.Send(HttpMethod.Get, "/api/searches", sent);

        var problem = await Problem.From(answer);
        Assert.Equal(HttpStatusCode.Unauthorized, problem.Status);
        Assert.Contains("a key begins with ptk_", problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(sent, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_under_another_keys_id_opens_nothing()
    {
        var (one, other) = (await guarded.Key(KeyScope.Admin), await guarded.Key(KeyScope.Read));

        using var answer = await guarded.Api.Send(
            HttpMethod.Get, "/api/searches", other.Key!.Replace(other.Id, one.Id, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_may_be_sent_as_a_password()
    {
        var key = (await guarded.Key(KeyScope.Read)).Key;
        var password = Convert.ToBase64String(Encoding.UTF8.GetBytes($"anything:{key}"));
        using var request =
            new HttpRequestMessage(HttpMethod.Get, "/api/searches") { Headers = { Authorization = new("Basic", password) } };

        using var answer = await guarded.Api.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_search_is_changed_by_its_owner_and_by_administrators_only()
    {
        var (owner, other) = (await guarded.Key(KeyScope.Submit), await guarded.Key(KeyScope.Submit));
        var id = await guarded.Api.Submit("mine", owner.Key);

        var answers = new List<HttpStatusCode>();
        foreach (var key in new[] { other.Key, owner.Key, guarded.Admin })
            using (var answer = await guarded.Api.Send(
                HttpMethod.Post, $"/api/searches/{id}/priority", key, JsonContent.Create(new { priority = 3 })))
                answers.Add(answer.StatusCode);
        using var refused = await guarded.Api.Send(HttpMethod.Post, $"/api/searches/{id}/cancel", other.Key);

        Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK], answers);
        Assert.Equal(
            $"search {id} can be changed only by its owner ({owner.Name}) or an administrator, but you are {other.Name}",
            (await Problem.From(refused)).Detail);
    }

    [Fact]
    public async Task A_search_is_archived_and_deleted_by_its_owner_and_by_administrators_only()
    {
        var (owner, other) = (await guarded.Key(KeyScope.Submit), await guarded.Key(KeyScope.Submit));
        var (mine, theirs) = (await guarded.Api.Submit("mine", owner.Key), await guarded.Api.Submit("theirs", other.Key));
        foreach (var (id, key) in new[] { (mine, owner.Key), (theirs, other.Key) })
            (await guarded.Api.Send(HttpMethod.Post, $"/api/searches/{id}/cancel", key)).Dispose();

        var answers = new List<HttpStatusCode>();
        foreach (var (method, path, key) in new[]
            {
                (HttpMethod.Post, $"{mine}/archive", other.Key), (HttpMethod.Delete, mine, other.Key),
                (HttpMethod.Post, $"{mine}/archive", owner.Key), (HttpMethod.Delete, mine, owner.Key),
                (HttpMethod.Delete, theirs, guarded.Admin),
            })
            using (var answer = await guarded.Api.Send(method, $"/api/searches/{path}", key))
                answers.Add(answer.StatusCode);

        Assert.Equal(
            [HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK], answers);
        Assert.Contains($"{owner.Name} from 127.0.0.1: DELETE /api/searches/{mine} answered 200 ", guarded.Api.Log.Lines);
    }
}
