namespace Paretune.Silo.Tests.Tls;

/// <summary>Real silos on real ports.</summary>
public sealed class ClusterTests
{
    private readonly Authority _authority = new();

    [Fact]
    public async Task Silos_form_a_cluster_and_a_call_crosses_it()
    {
        using var files = new PemFolder(_authority.Issue(), _authority);
        await using var first = await TcpSilo.Start(files.Options);
        await using var second = await TcpSilo.Start(files.Options, first);

        await first.Call(second);
        await second.Call(first);
    }

    [Fact]
    public async Task A_dashboard_calls_a_silo_through_its_gateway()
    {
        using var files = new PemFolder(_authority.Issue(), _authority);
        using var own = new PemFolder(_authority.Issue("client.paretune"), _authority);
        await using var silo = await TcpSilo.Start(files.Options);
        await using var dashboard = new TcpClientHost(own.Options, silo.GatewayPort);

        await dashboard.Connect();

        Assert.Equal(silo.Address.ToString(), await dashboard.Grains.GetGrain<IWhereabouts>("any").Silo());
    }

    [Fact]
    public async Task Plain_Orleans_gets_no_answer_on_either_port()
    {
        using var files = new PemFolder(_authority.Issue(), _authority);
        var greeting = await TcpPeer.Greeting();
        await using var plain = await TcpSilo.Start(null);
        await using var silo = await TcpSilo.Start(files.Options);

        Assert.NotEmpty(await TcpPeer.Plain(plain.GatewayPort, greeting));
        Assert.NotEmpty(await TcpPeer.Plain(plain.SiloPort, TcpPeer.Nothing));
        Assert.Empty(await TcpPeer.Plain(silo.GatewayPort, greeting));
        Assert.Empty(await TcpPeer.Plain(silo.SiloPort, greeting));
        Assert.Contains("127.0.0.1", await silo.Log.Containing("the TLS handshake failed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewed_certificate_and_a_second_authority_are_used_by_a_running_cluster()
    {
        var (next, clock) = (new Authority(), new ClockAhead());
        var renewed = next.Issue();
        using var files = new PemFolder(_authority.Issue(), _authority);
        using var late = new PemFolder(next.Issue(), _authority, next);
        await using var first = await TcpSilo.Start(files.Options, clock: clock);
        await using var second = await TcpSilo.Start(files.Options, first, clock);
        await first.Call(second);

        files.Write(renewed, _authority, next);
        clock.Advance(TimeSpan.FromSeconds(1));
        await using var third = await TcpSilo.Start(late.Options, first);

        await second.Call(third);
        await third.Call(second);
        await first.Call(second);
        Assert.Equal(renewed.Thumbprint, (await TcpPeer.Encrypted(first.SiloPort, renewed, TcpPeer.Nothing)).Thumbprint);
    }
}
