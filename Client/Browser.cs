using System.ComponentModel;
using System.Diagnostics;

namespace Paretune.Client;

/// <summary>The user's web browser.</summary>
internal static class Browser
{
    // At least one of these is set if a window can be shown or the user has configured a browser.
    private static readonly string[] Displays = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"];

    /// <summary>Opens an address; returns false if no browser can be started.</summary>
    public static bool Open(Uri address)
    {
        if (OperatingSystem.IsLinux() && !Displays.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
            return false;
        try
        {
            using var opener = Process.Start(NextInitial(address));
            // Windows may pass the address to a running browser without starting a process. On Linux, xdg-open's exit code says whether it
            // found one.
            if (opener is null || !OperatingSystem.IsLinux())
                return true;
            opener.WaitForExit();
            return opener.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static ProcessStartInfo NextInitial(Uri address) =>
        OperatingSystem.IsWindows() ? new(address.AbsoluteUri) { UseShellExecute = true }
        : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open") { ArgumentList = { address.AbsoluteUri }, RedirectStandardError = true };
}
