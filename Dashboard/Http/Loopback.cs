using System.Net;

namespace Paretune.Dashboard.Http;

/// <summary>Recognizes hosts that can be reached only from this machine.</summary>
public static class Loopback
{
    /// <param name="host">A name or an address, without a port.</param>
    public static bool Is(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
