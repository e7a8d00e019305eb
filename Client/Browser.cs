using System.ComponentModel;
using System.Diagnostics;

namespace Paretune.Client;

/// <summary>The user's web browser.</summary>
internal static class Browser
{
    // One of them is set if a window can be shown or the user configured a browser.
    private static readonly string[] Displays = ["DISPLAY", "WAYLAND_DISPLAY", "BROWSER", "WSL_DISTRO_NAME"];

    /// <summary>Opens an address; false where no browser can be started.</summary>
    public static bool Open(Uri address)
    {
        if (OperatingSystem.IsLinux() && !Displays.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
            return false;
        try
        {
            using var opener = Process.Start(Opener(address));
            // Windows may hand the address to a running browser without starting a process. On Linux
            // xdg-open says whether it found one.
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

    private static ProcessStartInfo Opener(Uri address) =>
        OperatingSystem.IsWindows() ? new(address.AbsoluteUri) { UseShellExecute = true }
        : new(OperatingSystem.IsMacOS() ? "open" : "xdg-open") { ArgumentList = { address.AbsoluteUri }, RedirectStandardError = true };
}
