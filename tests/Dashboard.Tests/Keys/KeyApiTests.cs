using System.Net;
using System.Net.Http.Json;
using System.Text;
using Paretune.Dashboard.Tests.Access;
using Paretune.Dashboard.Tests.Http;

namespace Paretune.Dashboard.Tests.Keys;

public sealed class KeyApiTests(GuardedApi guarded)
{
    [Fact]
    public async Task A_key_is_shown_once_and_listed_without_its_secret()
    {
        var made = await guarded.Key(KeyScope.Submit);

        using var answer = await guarded.Api.Send(HttpMethod.Get, "/api/keys", guarded.Admin);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Matches("^ptk_[a-z2-7]{8}_[0-9a-f]{64}$", made.Key);
        Assert.Contains($"\"{made.Name}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(made.Key!.Split('_')[2], text, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiKey.Read(made.Key)!.Hash, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_revoked_opens_nothing_at_once_on_this_node()
    {
        var made = await guarded.Key(KeyScope.Read);
        using var before = await guarded.Api.Send(HttpMethod.Get, "/api/searches", made.Key);

        using var revoked = await guarded.Api.Send(HttpMethod.Delete, $"/api/keys/{made.Name}", guarded.Admin);
        using var after = await guarded.Api.Send(HttpMethod.Get, "/api/searches", made.Key);

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized],
            new[] { before, revoked, after }.Select(answer => answer.StatusCode));
    }

    [Fact]
    public async Task A_key_revoked_on_another_node_opens_nothing_here_after_ten_seconds()
    {
        var made = await guarded.Key(KeyScope.Read);
        using var before = await guarded.Api.Send(HttpMethod.Get, "/api/searches", made.Key);
        await guarded.Api.Grains.GetGrain<IKeysGrain>(0).Remove(made.Name);

        guarded.Api.Clock.Advance(TimeSpan.FromSeconds(10));
        using var after = await guarded.Api.Send(HttpMethod.Get, "/api/searches", made.Key);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task A_key_made_on_another_node_works_here_after_a_second()
    {
        using var before = await guarded.Api.Send(HttpMethod.Get, "/api/searches", guarded.Admin);
        var key = ApiKey.Draw();
        await guarded.Api.Grains.GetGrain<IKeysGrain>(0).Add(new(key.Id, "elsewhere", KeyScope.Read, key.Hash, default));

        guarded.Api.Clock.Advance(TimeSpan.FromSeconds(1));
        using var after = await guarded.Api.Send(HttpMethod.Get, "/api/searches", key.Text);

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task A_name_in_use_is_a_conflict()
    {
        var made = await guarded.Key(KeyScope.Read);

        using var answer = await Create(new { name = made.Name, scope = "admin" });

        var problem = await Problem.From(answer);
        Assert.Equal(HttpStatusCode.Conflict, problem.Status);
        Assert.Contains(made.Name, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name": "\ud800", "scope": "read"}""", "name")]
    [InlineData("""{"name": "ann", "scope": "\ud800"}""", "scope")]
    public async Task Text_that_is_not_Unicode_is_refused(string body, string field)
    {
        using var answer = await guarded.Api.Send(
            HttpMethod.Post, "/api/keys", guarded.Admin, new StringContent(body, Encoding.UTF8, "application/json"));

        var problem = await Problem.From(answer);
        Assert.Equal((HttpStatusCode.BadRequest, field), (problem.Status, Assert.Single(problem.Fields)));
    }

    [Theory]
    [InlineData("", "read", "name")]
    [InlineData("admin", "read", "name")]
    [InlineData("local", "read", "name")]
    [InlineData("Ann", "read", "name")]
    [InlineData("../x", "read", "name")]
    [InlineData("ann\n", "read", "name")]
    [InlineData("ann", "root", "scope")]
    [InlineData("ann", "1", "scope")]
    [InlineData(".", "", "name,scope")]
    public async Task What_is_wrong_with_a_key_is_told_at_once(string name, string scope, string fields)
    {
        using var answer = await Create(new { name, scope });

        var problem = await Problem.From(answer);
        Assert.Equal((HttpStatusCode.BadRequest, fields), (problem.Status, string.Join(',', problem.Fields)));
    }

    [Fact]
    public async Task Revoking_a_name_that_no_key_has_is_not_found()
    {
        using var answer = await guarded.Api.Send(HttpMethod.Delete, "/api/keys/nobody", guarded.Admin);

        Assert.Equal(HttpStatusCode.NotFound, (await Problem.From(answer)).Status);
    }

    private Task<HttpResponseMessage> Create(object key) =>
        guarded.Api.Send(HttpMethod.Post, "/api/keys", guarded.Admin, JsonContent.Create(key));
}
