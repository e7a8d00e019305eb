using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Paretune.Dashboard.Http;
using Paretune.Dashboard.Searches;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Trials;

/// <summary>The HTTP endpoint of a trial's program output, also while the program runs: the last 10 MB of an attempt.</summary>
internal static class OutputApi
{
    /// <summary>The header with the number of the attempt.</summary>
    private const string Attempt = "Paretune-Attempt";

    /// <summary>The header with the position of the answer's first byte in the whole output.</summary>
    private const string Offset = "Paretune-Offset";

    public static void MapOutput(this RouteGroupBuilder trials) =>
        trials.MapGet("/{number:int}/output", Output).WithName("ShowOutput")
            .WithSummary("Returns what the program of a trial has written, at most its last 10 MB.")
            .AnswersFile("text/plain");

    private static async Task<PushStreamHttpResult> Output(
        string id, int number, [Description("Number of bytes that the caller already has. Default: 0.")] long? after,
        [Description("Attempt that wrote it. Default: the newest.")] int? attempt, HttpContext context, SearchCalls calls, IFileStore files,
        CancellationToken cancellation)
    {
        var search = await calls.Ask(id, grain => grain.Show(), cancellation);
        var trial = await calls.AskOrNull(id, grain => grain.Trial(number), cancellation) ?? throw ApiException.NoTrial(id, number);
        var of = attempt ?? trial.Attempt;
        var file = await Opened(TrialFile.Output(new(new(id), number), of), files, cancellation) ?? throw ApiException.NotFound(
            search.Spec.IsCommand ? $"attempt {of} of trial {number} of search {id} has no output (yet)"
            : $"search {id} has no output of programs: only trainers with a command produce output (docs/programs.md)");
        var at = await KeptOutput.Seek(file, after ?? 0, cancellation);
        (context.Response.Headers[Attempt], context.Response.Headers[Offset]) = (Text(of), Text(at));
        // Not as a file result, whose length would count from the first byte of the file.
        return TypedResults.Stream(
            async body =>
            {
                await using (file)
                    await file.CopyToAsync(body, cancellation);
            }, "text/plain; charset=utf-8");
    }

    private static async Task<Stream?> Opened(TrialFile file, IFileStore files, CancellationToken cancellation)
    {
        try
        {
            return await files.Open(file, cancellation);
        }
        catch (IOException away)
        {
            throw ApiException.Away($"the output could not be read; try again later: {away.Message}", away);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
