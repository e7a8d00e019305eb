using System.Net;
using System.Net.Sockets;

namespace Paretune.Silo.Start;

/// <summary>
/// Checks for ports in use before anything is started; otherwise a complete silo would have to shut down again and log many messages.
/// </summary>
internal static class PortCheck
{
    /// <param name="used">The addresses, separated by semicolons, and the setting that names them.</param>
    /// <exception cref="StartupException">One of the addresses is in use, not permitted, or not an address of this machine.</exception>
    public static void Check((string Setting, string Urls) used)
    {
        var (setting, urls) = used;
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var address = BindingAddress.Parse(url);
            if (address.Port > IPEndPoint.MaxPort)
                throw new StartupException($"a port must be 0 to {IPEndPoint.MaxPort}, but {setting} has {url}");
            if (EndPoint(address) is { } endPoint && IsTaken(endPoint, url, setting))
                throw new StartupException(
                    $"the port must be free, but {url} is in use; stop what uses it, or choose another with {setting}");
        }
    }

    /// <summary>
    /// Returns null for what only the server can resolve, such as host names and wildcards; it reports those errors itself.
    /// </summary>
    private static IPEndPoint? EndPoint(BindingAddress address) =>
        address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? new(IPAddress.Loopback, address.Port)
        : IPAddress.TryParse(address.Host, out var ip) ? new(ip, address.Port)
        : null;

    private static bool IsTaken(IPEndPoint endPoint, string url, string setting)
    {
        try
        {
            using var probe = new TcpListener(endPoint);
            probe.Start();
            return false;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return true;
        }
        catch (SocketException refused)
        {
            throw new StartupException(
                $"the silo cannot listen on {url}: {refused.Message}; choose another address with {setting}");
        }
    }
}
