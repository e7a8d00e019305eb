using System.Net;
using System.Net.Sockets;

namespace Paretune.Silo.Start;

/// <summary>
/// A loopback port that is not in use, so that standalone silos of different home folders run side by side. It is below the ports that
/// systems use for outgoing connections (from 32768 on in Linux, 49152 elsewhere): such a port may be taken between its choice and its use.
/// </summary>
internal static class FreePort
{
    // Processes that start at the same time have adjacent ids, so each starts its scan elsewhere.
    private static int _looked = Environment.ProcessId * 8;

    /// <summary>No process is given the same port twice, until it has been given all.</summary>
    /// <param name="first">The least port to give.</param>
    /// <param name="count">How many ports from there on may be given.</param>
    /// <exception cref="IOException">All of them are in use.</exception>
    public static int Find(int first = 12_000, int count = 8_000)
    {
        for (var tried = 0; tried < count; tried++)
        {
            var port = first + (int)((uint)Interlocked.Increment(ref _looked) % (uint)count);
            if (IsFree(port))
                return port;
        }

        throw new IOException($"every port of this machine from {first} to {first + count - 1} is in use; stop one of the programs that "
            + "listen there");
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            // In use, or set apart by the system: the next one.
            return false;
        }
    }
}
