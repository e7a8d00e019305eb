using System.Security.Cryptography.X509Certificates;

namespace Paretune.Silo.Tests.Tls;

/// <summary>Peers that use TLS but are rejected by a silo, with one log line that says why.</summary>
public sealed class RefusedPeersTests : IAsyncLifetime
{
    private static readonly Authority OwnAuthority = new(), ForeignAuthority = new();
    private readonly PemFolder _files = new(OwnAuthority.Issue(), OwnAuthority);
    private TcpSilo? _silo;
    private byte[] _greeting = [];

    public async ValueTask InitializeAsync() => (_silo, _greeting) = (await TcpSilo.Start(_files.Options), await TcpPeer.Greeting());

    public async ValueTask DisposeAsync()
    {
        await _silo!.DisposeAsync();
        _files.Dispose();
    }

    public static TheoryData<string> Strangers => [.. StrangersByName.Keys];

    private static readonly Dictionary<string, (Func<X509Certificate2?> Certificate, string Reason)> StrangersByName = new()
    {
        ["no certificate"] = (() => null, "it presented no certificate"),
        ["another authority"] = (() => ForeignAuthority.Issue(), "must be signed by an authority in Paretune:Tls:Authority, but is not"),
        ["expired"] = (() => OwnAuthority.Issue(fromDay: -2, toDay: -1), "must be valid now, but it is valid from"),
        ["not yet valid"] = (() => OwnAuthority.Issue(fromDay: 1, toDay: 2), "must be valid now, but it is valid from"),
        ["server only"] = (() => OwnAuthority.Issue(usages: [Authority.Server]), "must allow both server and client authentication"),
        ["client only"] = (() => OwnAuthority.Issue(usages: [Authority.Client]), "must allow both server and client authentication"),
        ["no role"] = (() => OwnAuthority.Issue("dashboard.paretune"), "must have the DNS name silo.paretune"),
        ["any role"] = (() => OwnAuthority.Issue("*.paretune"), "must have the DNS name silo.paretune"),
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_stranger_is_refused_on_both_ports(string who)
    {
        var (certificate, reason) = StrangersByName[who];

        var atSilo = await TcpPeer.Encrypted(_silo!.SiloPort, certificate(), TcpPeer.Nothing);
        var atGateway = await TcpPeer.Encrypted(_silo.GatewayPort, certificate(), _greeting);

        Assert.Empty(atSilo.Answer);
        Assert.Empty(atGateway.Answer);
        var line = await _silo.Log.Containing(reason);
        Assert.StartsWith("A connection with 127.0.0.1:", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", string.Join(' ', _silo.Log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dashboard_is_answered_at_the_gateway_and_refused_at_the_silo_port()
    {
        using var certificate = OwnAuthority.Issue("client.paretune");

        Assert.NotEmpty((await TcpPeer.Encrypted(_silo!.GatewayPort, certificate, _greeting)).Answer);
        Assert.Empty((await TcpPeer.Encrypted(_silo.SiloPort, certificate, TcpPeer.Nothing)).Answer);
        await _silo.Log.Containing("its certificate must have the DNS name silo.paretune, but does not");
    }

    [Fact]
    public async Task A_silo_is_answered_on_both_ports()
    {
        using var certificate = OwnAuthority.Issue();

        Assert.NotEmpty((await TcpPeer.Encrypted(_silo!.GatewayPort, certificate, _greeting)).Answer);
        Assert.NotEmpty((await TcpPeer.Encrypted(_silo.SiloPort, certificate, TcpPeer.Nothing)).Answer);
    }
}
