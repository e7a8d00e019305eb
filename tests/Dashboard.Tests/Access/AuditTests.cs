using System.Net;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>The audit log's lines about changes.</summary>
public sealed class AuditTests(GuardedApi guarded)
{
    private readonly string _name = $"auditor-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_search_is_told_with_who_submitted_it_from_where()
    {
        var key = await guarded.Key(_name, KeyScope.Submit);

        var id = await guarded.Api.Submit("watched", key.Key);

        Assert.Equal([$"{_name} from 127.0.0.1: POST /api/searches answered 201 /api/searches/{id}"], Lines($"{_name} from"));
    }

    [Fact]
    public async Task What_was_refused_is_told_too()
    {
        var key = await guarded.Key(_name, KeyScope.Read);

        using var answer = await guarded.Api.Send(HttpMethod.Delete, $"/api/keys/{_name}", key.Key);

        Assert.Equal([$"{_name} from 127.0.0.1: DELETE /api/keys/{_name} answered 403 "], Lines($"{_name} from"));
    }

    [Fact]
    public async Task Who_is_not_known_is_nobody()
    {
        using var answer = await guarded.Api.Send(HttpMethod.Post, $"/api/searches/{_name}/cancel", ApiKey.Draw().Text);

        Assert.Equal([$"nobody from 127.0.0.1: POST /api/searches/{_name}/cancel answered 401 "], Lines(_name));
    }

    [Fact]
    public async Task A_page_of_another_origin_is_told()
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, $"/api/searches/{_name}/cancel") { Headers = { { "Origin", "https://evil.example" } } };

        using var answer = await guarded.Api.Http.SendAsync(request);

        Assert.Equal([$"nobody from 127.0.0.1: POST /api/searches/{_name}/cancel answered 403 "], Lines(_name));
    }

    [Fact]
    public async Task What_was_too_long_is_told_as_answered()
    {
        var key = await guarded.Key(_name, KeyScope.Submit);
        using var tooLong =
            new ByteArrayContent(new byte[ApiOptions.MaxJsonBytes + 1]) { Headers = { ContentType = new("application/json") } };

        using var answer = await guarded.Api.Send(HttpMethod.Post, "/api/searches", key.Key, tooLong);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal([$"{_name} from 127.0.0.1: POST /api/searches answered 413 "], Lines($"{_name} from"));
    }

    [Fact]
    public async Task A_line_stays_one_line_whatever_the_path_holds()
    {
        using var answer = await guarded.Api.Send(HttpMethod.Post, $"/api/searches/{_name}%0Aforged/cancel", guarded.Admin);

        Assert.Equal([$"admin from 127.0.0.1: POST /api/searches/{_name}%0Aforged/cancel answered 404 "], Lines(_name));
    }

    [Fact]
    public async Task Looking_is_not_told_and_secrets_never_are()
    {
        var key = await guarded.Key(_name, KeyScope.Read);

        using var looked = await guarded.Api.Send(HttpMethod.Get, $"/api/searches/{_name}", key.Key);

        Assert.Equal([$"admin from 127.0.0.1: POST /api/keys answered 201 /api/keys/{_name}"], Lines(_name));
        Assert.DoesNotContain(
            guarded.Api.Log.Lines,
            line => line.Contains(key.Key!, StringComparison.Ordinal) || line.Contains(guarded.Admin, StringComparison.Ordinal));
    }

    private IEnumerable<string> Lines(string what) => guarded.Api.Log.Lines.Where(line => line.Contains(what, StringComparison.Ordinal));
}
