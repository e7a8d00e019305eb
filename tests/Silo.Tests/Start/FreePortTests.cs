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
    public void It_is_free_at_the_address_that_is_listened_on()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems do not have 127.0.0.2");
        var address = IPAddress.Parse("127.0.0.2");
        var first = FreePort.Find(address: address);
        using var listener = new TcpListener(address, first);
        listener.Start();

        Assert.Equal([first + 1, first + 1], [FreePort.Find(first, 2, address), FreePort.Find(first, 2, address)]);
    }

    [Fact]
    public void An_address_of_another_machine_is_an_error()
    {
        Assert.Throws<SocketException>(() => FreePort.Find(address: IPAddress.Parse("192.0.2.1")));
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
