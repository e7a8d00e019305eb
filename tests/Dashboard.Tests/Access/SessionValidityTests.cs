using System.Net;

namespace Paretune.Dashboard.Tests.Access;

/// <summary>Requests that outlast the permission to make them.</summary>
public sealed class SessionValidityTests(GuardedApi guarded)
{
    [Fact]
    public async Task An_event_stream_ends_when_its_key_is_revoked()
    {
        var key = await guarded.Key(KeyScope.Submit);
        var id = await guarded.Api.Submit("streamed", key.Key);
        using var response = await Stream(id, key.Key!);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        using var revoked = await guarded.Api.Send(HttpMethod.Delete, $"/api/keys/{key.Name}", guarded.Admin);
        guarded.Api.Clock.Advance(TimeSpan.FromSeconds(10));
        // Makes the stream send something.
        await guarded.Api.Step(id);
        var sent = await response.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.DoesNotContain("attemptStarted", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("event: end", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_stream_of_a_key_in_force_goes_on()
    {
        var key = await guarded.Key(KeyScope.Submit);
        var id = await guarded.Api.Submit("streamed on", key.Key);
        using var response = await Stream(id, key.Key!);

        guarded.Api.Clock.Advance(TimeSpan.FromSeconds(10));
        await guarded.Api.Complete(id);
        var sent = await response.Content.ReadAsStringAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("event: end", sent, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Stream(string id, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/searches/{id}/events");
        request.Headers.Authorization = new("Bearer", key);
        return await guarded.Api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
