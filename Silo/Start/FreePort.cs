using System.Net;
using System.Net.Sockets;

namespace Paretune.Silo.Start;

/// <summary>A loopback port nobody listens on, so that standalone silos of different homes run side by side.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
