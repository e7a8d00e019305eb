using System.Net;
using System.Net.Sockets;
using Paretune.Silo.Start;

namespace Paretune.Silo.Tests.Start;

public sealed class FreePortTests
{
    // From here on, Linux assigns ports to outgoing connections, which may happen between choosing a port and using it.
    private const int FirstOfConnections = 32_768;

    [Fact]
    public void None_is_given_twice_and_none_is_one_that_a_connection_may_take()
    {
        var ports = Enumerable.Range(0, 200).Select(_ => FreePort.Find()).ToList();

        Assert.Equal(ports.Count, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 1024, FirstOfConnections - 1));
    }

    [Fact]
    public void One_where_somebody_listens_is_passed_over()
    {
        var first = FreePort.Find();
        using var listener = new TcpListener(IPAddress.Loopback, first);
        listener.Start();

        Assert.InRange(FreePort.Find(first, count: 9), first + 1, first + 8);
    }

    [Fact]
    public void Where_all_are_in_use_their_range_is_named()
    {
        var port = FreePort.Find();
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();

        var refused = Assert.Throws<IOException>(() => FreePort.Find(port, count: 1));

        Assert.Contains($"from {port} to {port}", refused.Message, StringComparison.Ordinal);
    }
}
