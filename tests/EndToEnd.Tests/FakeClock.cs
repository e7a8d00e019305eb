using Paretune.Testing;

namespace Paretune.EndToEnd.Tests;

/// <summary>Gives a process another system clock. Its steady clock stays right, as on a machine whose clock is off.</summary>
internal static class FakeClock
{
    private static readonly EnumerationOptions Anywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    /// <summary>
    /// The environment of such a process, to which the clock is added as <c>FAKETIME</c> or <c>FAKETIME_TIMESTAMP_FILE</c>.
    /// </summary>
    public static Dictionary<string, string> Settings()
    {
        // MT, because libfaketime.so.1 keeps values between calls without a lock and is not meant for processes with several threads.
        var shim = OperatingSystem.IsLinux()
            ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", Anywhere).FirstOrDefault() : null;
        Requirement.Check(shim is not null, "faketime is not installed; test.sh installs it");
        return new() { ["LD_PRELOAD"] = shim!, ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1" };
    }
}
