namespace Paretune.Dashboard.Http;

/// <summary>
/// Calls grains, and repeats a call whose answer was lost because a silo went away or a search deactivated after a failed write. Only for
/// calls that may be repeated.
/// </summary>
internal static class GrainCall
{
    // A new activation is available within milliseconds, a new owner of the ledger within a second.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(1)];

    private const string OwnCode = $"at {nameof(Paretune)}.";

    /// <summary>Calls a grain once, for calls that may not be repeated.</summary>
    /// <exception cref="ApiException">503: the grain did not answer. The call may still have succeeded.</exception>
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

    /// <summary>Calls a grain, repeating the call if its answer was lost.</summary>
    /// <exception cref="ApiException">409 or 400 with the grain's own reason, or 503 if the grain does not answer.</exception>
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
                // A call that timed out has taken ten seconds already; callers will not wait for more than one repeat.
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
