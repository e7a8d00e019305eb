namespace Paretune.Grains;

/// <summary>How a failure is logged: one that happens in every outage is its message, all others keep their stack.</summary>
internal static class Failure
{
    /// <summary>The exception to log beside its message, or null.</summary>
    public static Exception? Details(Exception failure) =>
        failure is LedgerUnavailableException or TimeoutException or SiloUnavailableException or OrleansMessageRejectionException
            ? null : failure;
}
