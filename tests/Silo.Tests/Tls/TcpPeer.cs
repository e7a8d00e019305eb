using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Tests.Tls;

/// <summary>The connection of an unknown peer, which does not use Orleans and accepts any server certificate.</summary>
internal static class TcpPeer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>An empty greeting, which is enough for a silo port, because there the silo sends first.</summary>
    public static byte[] Nothing => [];

    /// <summary>Returns the first bytes that an Orleans client sends to a gateway.</summary>
    public static async Task<byte[]> Greeting()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var client = new TcpClientHost(null, (IPEndPoint)listener.LocalEndpoint);
        using var enough = new CancellationTokenSource();
        var connecting = client.Connect(enough.Token);
        using var heard = await listener.AcceptTcpClientAsync();
        var greeting = await Hear(heard.GetStream());
        listener.Stop();
        heard.Close();
        await enough.CancelAsync();
        await connecting.ContinueWith(failed => failed.Exception, TaskScheduler.Default);
        return greeting;
    }

    /// <summary>Returns the answer to a greeting sent without TLS.</summary>
    public static async Task<byte[]> Plain(IPEndPoint address, byte[] greeting)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(address);
        await connection.GetStream().WriteAsync(greeting);
        return await Hear(connection.GetStream());
    }

    /// <summary>Returns the answer to a greeting sent over TLS, and the server's certificate.</summary>
    /// <param name="certificate">The client's certificate; null for none.</param>
    public static async Task<(byte[] Answer, string? Thumbprint)> Encrypted(
        IPEndPoint address, X509Certificate2? certificate, byte[] greeting)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(address);
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = CertificateRole.Silo.DnsName(),
                ClientCertificateContext = certificate is null
                    ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
            });
            var thumbprint = ((X509Certificate2)tls.RemoteCertificate!).Thumbprint;
            await tls.WriteAsync(greeting);
            return (await Hear(tls), thumbprint);
        }
        catch (Exception refused) when (refused is AuthenticationException or IOException)
        {
            return ([], null);
        }
    }

    private static async Task<byte[]> Hear(Stream stream)
    {
        var heard = new byte[1024];
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return heard[..await stream.ReadAsync(heard, limit.Token)];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
