using Microsoft.AspNetCore.Connections;
using Paretune.Grains.Ledger;
using Paretune.Storage.Files;

namespace Paretune.Silo.Start;

/// <summary>
/// Tells what a user can mend from what is a defect: the first gets one clear message and <see cref="ExitCode"/>, the second a stack trace.
/// </summary>
internal static class StartFault
{
    public const int ExitCode = 2;

    /// <summary>What to tell the user, or null when this is no fault of theirs.</summary>
    public static string? Describe(Exception e) => e switch
    {
        StartRefusedException or LedgerUnusableException or StoreFaultException => $"paretune: {e.Message}",
        IOException { InnerException: AddressInUseException } =>
            $"paretune: {e.Message} Stop what uses it, or choose another with ASPNETCORE_URLS",
        _ => null,
    };
}
