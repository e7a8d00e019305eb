using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Paretune.Silo.Tests.Tls;

/// <summary>A dashboard sends nothing to a gateway that is not a silo of its cluster.</summary>
public sealed class RefusedServersTests
{
    private readonly Authority _authority = new();

    [Fact]
    public async Task A_gateway_with_a_client_certificate_hears_nothing()
    {
        using var certificate = _authority.Issue("client.paretune");

        await HearsNothing(certificate, "its certificate must have the DNS name silo.paretune, but does not");
    }

    [Fact]
    public async Task A_gateway_of_another_authority_hears_nothing()
    {
        using var certificate = new Authority().Issue();

        await HearsNothing(certificate, "its certificate must be signed by an authority in Paretune:Tls:Authority, but is not");
    }

    private async Task HearsNothing(X509Certificate2 certificate, string reason)
    {
        using var files = new PemFolder(_authority.Issue("client.paretune"), _authority);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        gateway.Start();
        await using var dashboard = new TcpClientHost(files.Options, (IPEndPoint)gateway.LocalEndpoint);
        using var enough = new CancellationTokenSource();
        var connecting = dashboard.Connect(enough.Token);

        var heard = await Hear(gateway, certificate);
        // Without a gateway left, the dashboard gives up immediately.
        gateway.Stop();
        await enough.CancelAsync();
        await connecting.ContinueWith(failed => failed.Exception, TaskScheduler.Default);

        Assert.Equal(0, heard);
        await dashboard.Log.Containing(reason);
    }

    private static async Task<int> Hear(TcpListener gateway, X509Certificate2 certificate)
    {
        using var connection = await gateway.AcceptTcpClientAsync();
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate, clientCertificateRequired: true, checkCertificateRevocation: false);
            return await tls.ReadAsync(new byte[1]);
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            return 0;
        }
    }
}
