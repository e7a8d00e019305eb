namespace Paretune.Grains;

/// <summary>Decides whether a failure is logged with its stack trace: outages are logged with their message only.</summary>
internal static class Failure
{
    /// <summary>Returns the exception to log with its message; null if the message is enough.</summary>
    public static Exception? Details(Exception failure) =>
        failure is LedgerUnavailableException or TimeoutException or SiloUnavailableException or OrleansMessageRejectionException
            ? null : failure;
}
