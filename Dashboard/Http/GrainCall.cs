namespace Paretune.Dashboard.Http;

/// <summary>
/// Asks a grain, again where the answer was lost: a silo that went away, or a search that gave its activation up after a write that failed.
/// What may be repeated, that is.
/// </summary>
internal static class GrainCall
{
    // A new activation is there within milliseconds, a new owner of the ledger within a second.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    private const string OwnCode = $"at {nameof(Paretune)}.";

    /// <summary>For what may not be repeated.</summary>
    /// <exception cref="ApiException">503 when it does not answer; it may have been done.</exception>
    public static async Task<T> Once<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call().WaitAsync(cancellation);
        }
        catch (Exception lost) when (lost is not OperationCanceledException)
        {
            throw ApiException.Unavailable(lost);
        }
    }

    /// <exception cref="ApiException">409 or 400 with the grain's own reason, or 503 when it does not answer.</exception>
    public static async Task<T> Answer<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call().WaitAsync(cancellation);
            }
            catch (InvalidOperationException refused) when (IsOwn(refused))
            {
                throw ApiException.Conflict(refused.Message);
            }
            catch (ArgumentException refused) when (IsOwn(refused))
            {
                throw ApiException.Invalid(refused.ParamName ?? "", refused.Message);
            }
            catch (Exception lost) when (lost is not OperationCanceledException)
            {
                // A call that timed out has taken its ten seconds already; one more is all a caller will wait for.
                if (attempt >= (lost is TimeoutException ? 1 : Pauses.Length))
                    throw ApiException.Unavailable(lost);
            }

            await Task.Delay(Pauses[attempt], cancellation);
        }
    }

    /// <summary>
    /// Whether Paretune's code rejected the call. Orleans and .NET throw the same types for failures that the caller did not cause. Silos
    /// of the previous version send the stack trace too.
    /// </summary>
    private static bool IsOwn(Exception refused) =>
        refused.StackTrace?.TrimStart().StartsWith(OwnCode, StringComparison.Ordinal) == true;
}
