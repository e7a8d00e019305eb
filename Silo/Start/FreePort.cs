using System.Net;
using System.Net.Sockets;

namespace Paretune.Silo.Start;

/// <summary>
/// Finds a free port, so that standalone silos of different home folders run side by side. Stays below the ports that systems use
/// for outgoing connections (from 32768 on Linux, 49152 elsewhere), because one of those may be taken between choice and use.
/// </summary>
internal static class FreePort
{
    // Processes that start at the same time have adjacent ids, so they start scanning eight ports apart.
    private static int _looked = Environment.ProcessId * 8;

    /// <summary>Returns a free port. Within a process, no port is returned twice until all have been.</summary>
    /// <param name="first">The first port of the range.</param>
    /// <param name="count">The number of ports in the range.</param>
    /// <param name="address">The address to listen on; null for the loopback.</param>
    /// <exception cref="IOException">All ports of the range are in use.</exception>
    /// <exception cref="SocketException">This machine does not have the address.</exception>
    public static int Find(int first = 12_000, int count = 8_000, IPAddress? address = null)
    {
        for (var tried = 0; tried < count; tried++)
        {
            var port = first + (int)((uint)Interlocked.Increment(ref _looked) % (uint)count);
            if (IsFree(address ?? IPAddress.Loopback, port))
                return port;
        }

        throw new IOException($"every port of this machine from {first} to {first + count - 1} is in use; stop one of the programs that "
            + "listen there");
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var probe = new TcpListener(address, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException refused) when (refused.SocketErrorCode != SocketError.AddressNotAvailable)
        {
            // In use or reserved by the system: the caller tries the next one.
            return false;
        }
    }
}
