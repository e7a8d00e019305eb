using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Paretune.Client.Api;

/// <summary>Turns a server's problem+json into a message for the user and an exit code.</summary>
internal static class ApiErrorReader
{
    public static async Task<CommandException> Read(HttpResponseMessage response, string through, CancellationToken cancellation)
    {
        var problem = await Problem(response, cancellation);
        var request = response.RequestMessage!;
        var message = problem?.Detail
            ?? (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                ? NotAllowed(request.RequestUri!, response.StatusCode, through) : null)
            ?? problem?.Title
            ?? $"the server answered {(int)response.StatusCode} to {request.Method} {request.RequestUri}{through}; is it a Paretune "
                + "server?";
        return new(CodeOf(response.StatusCode), Complete(message, problem?.Errors ?? []), problem?.Errors ?? []);
    }

    /// <summary>The message for an answer of a proxy, which does not say what to do.</summary>
    private static string NotAllowed(Uri address, HttpStatusCode status, string through) =>
        $"{address.GetLeftPart(UriPartial.Authority)}{through} answered {(int)status}: this requires a key with permission for it; set "
        + "PARETUNE_KEY or --key-file";

    private static string Complete(string message, ImmutableArray<ValidationError> errors) => errors.IsDefaultOrEmpty
        ? message
        : string.Join(
            Environment.NewLine, errors.Select(error => error.Field.Length == 0 ? error.Message : $"{error.Field}: {error.Message}"));

    private static ExitCode CodeOf(HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound => ExitCode.NotFound,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => ExitCode.Unreachable,
        >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => ExitCode.BadInput,
        _ => ExitCode.Failed,
    };

    private static async Task<ProblemAnswer?> Problem(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) != true)
            return null;
        try
        {
            return await response.Content.ReadFromJsonAsync<ProblemAnswer>(ParetuneJson.Options, cancellation);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            // A proxy may answer in another format; the status code is then enough.
            return null;
        }
    }

    private sealed record ProblemAnswer(string? Title, string? Detail, ImmutableArray<ValidationError>? Errors);
}
