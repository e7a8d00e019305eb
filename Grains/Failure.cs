namespace Paretune.Grains;

/// <summary>Chooses what of a failure is logged: only the message for errors of every outage, otherwise the stack trace too.</summary>
internal static class Failure
{
    /// <summary>Returns the exception to log beside its message; null where the message is enough.</summary>
    public static Exception? Details(Exception failure) =>
        failure is LedgerUnavailableException or TimeoutException or SiloUnavailableException or OrleansMessageRejectionException
            ? null : failure;
}
