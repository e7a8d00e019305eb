using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Paretune.Testing;

namespace Paretune.Client.Tests.Watching;

public sealed class OutputFollowerTests
{
    private static readonly PlayedSearch Search = new(
        new("prog2345"), PlayedTrainer.Spec with { IsCommand = true }, TrainerDeclaration.OwnData(LinesTrainer.Name));

    /// <summary>The worker stores the last output once the program has exited, which is after the report that ends the trial.</summary>
    [Theory]
    [InlineData(0), InlineData(40)]
    public async Task Output_that_is_stored_after_the_end_of_the_trial_is_printed_too(int running)
    {
        await using var server = await Start(running, ["epoch 1\n", "epoch 1\n", "epoch 1\nepoch 2\n"]);

        var run = await ConsoleRun.Run(
            ["trial", "log", "prog2345", "1", "--follow"], server: new(server.Urls.Single()), clock: new ImpatientTime());

        Assert.Equal((0, "epoch 1\nepoch 2\n"), (run.Code, run.Out));
        Assert.Contains("may take 15 s to write its last output", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_lines_of_a_failed_attempt_come_before_the_next_attempt()
    {
        await using var server = await Start(running: 1, [], attempts: true);

        var run = await ConsoleRun.Run(
            ["trial", "log", "prog2345", "1", "--follow"], server: new(server.Urls.Single()), clock: new ImpatientTime(hours: 1));

        Assert.Equal((0, "first: failed\nsecond: done\n", ""), (run.Code, run.Out, run.Error));
    }

    /// <param name="running">How many times the trial is shown as running; until then it has no output.</param>
    /// <param name="stored">The whole output at each read after that; the last one remains.</param>
    /// <param name="attempts">Whether the trial has a second attempt once it is not running, and each attempt its own output.</param>
    private static async Task<WebApplication> Start(int running, string[] stored, bool attempts = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var (shown, read) = (0, 0);
        var detail = Search.Detail(1)!;
        app.MapGet("/api/searches/prog2345", () => Results.Json(Search.View, ParetuneJson.Options));
        app.MapGet("/api/searches/prog2345/trials/1", () => Results.Json(
            shown++ < running ? detail with { Trial = detail.Trial with { State = TrialState.Running } }
            : attempts ? detail with { Trial = detail.Trial with { Attempt = 2 } } : detail, ParetuneJson.Options));
        app.MapGet("/api/searches/prog2345/trials/1/output", (int attempt, int after, HttpResponse answer) =>
        {
            if (attempts)
                // The first attempt writes nothing until it has failed.
                return shown <= running ? Results.NotFound()
                    : Results.Text((attempt == 1 ? "first: failed\n" : "second: done\n")[after..]);
            // Not stored yet at the first look after the end either.
            if (shown <= running + 1)
                return Results.NotFound();
            answer.Headers["Paretune-Offset"] = after.ToString(CultureInfo.InvariantCulture);
            return Results.Text(stored[Math.Min(read++, stored.Length - 1)][after..]);
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>The pauses between two reads take no time.</summary>
    /// <param name="hours">The time since the trial ended.</param>
    private sealed class ImpatientTime(int hours = 0) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Search.Detail(1)!.Attempts.Last().EndedAt!.Value + TimeSpan.FromHours(hours);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime <= TimeSpan.FromSeconds(1) ? TimeSpan.Zero : dueTime, period);
    }
}
