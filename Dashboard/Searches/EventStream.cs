using Paretune.Dashboard.Access;
using Paretune.Dashboard.Http;

namespace Paretune.Dashboard.Searches;

/// <summary>Sends one search's server-sent events: every entry once and in order, with the newest steps in between.</summary>
internal sealed class EventStream(SearchCalls calls, SessionValidity sessions, IHostApplicationLifetime host, TimeProvider clock)
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10), Trust = TimeSpan.FromSeconds(5);

    /// <summary>Sends events until the search has ended, the client disconnects, its key is revoked, or the host stops.</summary>
    /// <param name="after">The sequence after which to start; the Last-Event-ID of a reconnecting client takes precedence.</param>
    public async Task Send(string id, long? after, HttpContext context)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.ApplicationStopping);
        var from = LastSeen(context.Request) ?? after ?? 0;
        // Called before the headers are sent, so that an unknown id still gets a 404.
        await calls.Ask(id, grain => grain.Show(), gone.Token);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await Follow(id, from, context, gone.Token);
        }
        catch (Exception lost) when (lost is OperationCanceledException or ApiException)
        {
            // The client disconnected, the host stops, or the cluster does not answer. The stream ends, and clients know where to resume.
        }
    }

    private async Task Follow(string id, long after, HttpContext context, CancellationToken gone)
    {
        var steps = new Dictionary<int, StepProgress>();
        var response = context.Response;
        var spoken = clock.GetTimestamp();
        var recognized = spoken;
        await response.StartAsync(gone);
        while (true)
        {
            var batch = await calls.Ask(id, grain => grain.Events(after), gone);
            if (clock.GetElapsedTime(recognized) >= Trust)
            {
                if (!await sessions.MayRead(context.User))
                    return;
                recognized = clock.GetTimestamp();
            }

            var frames = Frames(batch, steps);
            if (frames.Length == 0 && clock.GetElapsedTime(spoken) >= Silence)
                frames = EventFrame.Heartbeat;
            if (frames.Length > 0)
            {
                await response.WriteAsync(frames, gone);
                await response.Body.FlushAsync(gone);
                spoken = clock.GetTimestamp();
            }

            if (batch.Ended)
                return;
            after = batch.Entries.IsEmpty ? after : batch.Entries[^1].Sequence;
        }
    }

    private static string Frames(EventBatch batch, Dictionary<int, StepProgress> steps)
    {
        var entries = batch.Entries.Select(EventFrame.Format);
        var progress = batch.Progress.Where(step => steps.GetValueOrDefault(step.Trial.Number) != step).Select(EventFrame.Format);
        var frames = string.Concat([.. entries, .. progress, batch.Ended ? EventFrame.End : ""]);
        foreach (var step in batch.Progress)
            steps[step.Trial.Number] = step;
        return frames;
    }

    private static long? LastSeen(HttpRequest request)
    {
        if (request.Headers["Last-Event-ID"] is not [{ Length: > 0 } text])
            return null;
        return long.TryParse(text, out var sequence) && sequence >= 0
            ? sequence
            : throw ApiException.Invalid("Last-Event-ID", $"must be the id of an event, a whole number, but is \"{text}\"");
    }
}
