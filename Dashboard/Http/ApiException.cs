using System.Collections.Immutable;
using Paretune.Dashboard.Access;

namespace Paretune.Dashboard.Http;

/// <summary>An API request failed; the answer is problem+json. The message is the reason, for people.</summary>
internal sealed class ApiException(int status, string message, ImmutableArray<ValidationError> errors, Exception? cause = null)
    : Exception(message, cause)
{
    // At most this many errors are in the message; Errors has all.
    private const int Listed = 5;

    public int Status => status;

    /// <summary>All errors of the input; empty if the input is not the cause.</summary>
    public ImmutableArray<ValidationError> Errors => errors;

    /// <summary>Details that may name hosts and roles, shown only to callers that have signed in.</summary>
    public string? Inside { get; private init; }

    /// <summary>When to try again; zero if a retry is of no use.</summary>
    public TimeSpan RetryAfter { get; init; }

    public static ApiException NoSearch(string id) =>
        NotFound($"search \"{id}\" not found; list searches with: paretune search list (GET /api/searches)");

    public static ApiException NoTrial(string id, int number) => NotFound(
        $"search {id} has no trial {number}; list its trials with: paretune search show {id} (GET /api/searches/{id}/trials)");

    public static ApiException NotFound(string message) => new(StatusCodes.Status404NotFound, message, []);

    public static ApiException NotAllowed(Caller caller, KeyScope needed) => new(
        StatusCodes.Status403Forbidden,
        $"the scope {Name(needed)} is required, but {caller.Owner} has {(caller.Scope is { } has ? Name(has) : "none")}: "
        + "ask an administrator for a key or a role with it", []);

    public static ApiException Conflict(string message) => new(StatusCodes.Status409Conflict, message, []);

    public static ApiException Invalid(string field, string message) => Invalid([new(field, message)]);

    public static ApiException Invalid(ImmutableArray<ValidationError> errors, int status = StatusCodes.Status400BadRequest) =>
        new(status, errors is [var only] ? Sentence(only)
            : $"{errors.Length} errors: {string.Join("; ", errors.Take(Listed).Select(Sentence))}"
                + (errors.Length > Listed ? "; see the list in errors" : ""), errors);

    // Orleans throws ArgumentException if no silo of the cluster hosts the grain's type.
    public static ApiException Unavailable(Exception cause) => cause is ArgumentException
        ? Away("the cluster has no control silo; start one, or try again in a few seconds", cause)
        : new(StatusCodes.Status503ServiceUnavailable, "the cluster did not answer; try again in a few seconds", [],
            cause)
        { Inside = cause.Message };

    public static ApiException Away(string message, Exception cause) => new(StatusCodes.Status503ServiceUnavailable, message, [], cause);

    private static string Name(KeyScope scope) => $"{scope}".ToLowerInvariant();

    private static string Sentence(ValidationError error) => error.Field.Length == 0 ? error.Message : $"{error.Field}: {error.Message}";
}
