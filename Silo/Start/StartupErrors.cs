using Microsoft.AspNetCore.Connections;
using Paretune.Grains.Ledger;
using Paretune.Storage.Files;

namespace Paretune.Silo.Start;

/// <summary>
/// Separates errors that a user can fix from bugs: the former get one clear message and <see cref="ExitCode"/>, the latter a stack trace.
/// </summary>
internal static class StartupErrors
{
    public const int ExitCode = 2;

    /// <summary>Returns the message for the user; null for a bug.</summary>
    public static string? Describe(Exception e) => e switch
    {
        StartupException or LedgerUnusableException or FileStoreException => $"paretune: {e.Message}",
        IOException { InnerException: AddressInUseException } =>
            $"paretune: {e.Message} Stop what uses it, or choose another with ASPNETCORE_URLS (or Kestrel:Endpoints, if set)",
        _ => null,
    };
}
