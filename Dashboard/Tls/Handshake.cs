using System.Net.Security;
using System.Security.Authentication;

namespace Paretune.Dashboard.Tls;

/// <summary>One side's part in agreeing on TLS.</summary>
internal delegate Task Handshake(
    SslStream tls, Credentials credentials, RemoteCertificateValidationCallback check, CancellationToken cancellation);

/// <summary>
/// Both parts. Sessions are not resumed: connections are few and live long, and a resumed one would be trusted for a certificate of long
/// ago.
/// </summary>
internal static class Handshakes
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    public static Task Accept(
        SslStream tls, Credentials credentials, RemoteCertificateValidationCallback check, CancellationToken cancellation) =>
        tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateContext = credentials.Shown,
                ClientCertificateRequired = true,
                CertificateChainPolicy = credentials.Policy(),
                RemoteCertificateValidationCallback = check,
                EnabledSslProtocols = Protocols,
                AllowRenegotiation = false,
                AllowTlsResume = false,
            },
            cancellation);

    public static Task Open(
        SslStream tls, Credentials credentials, RemoteCertificateValidationCallback check, CancellationToken cancellation) =>
        tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = CertificateRole.Silo.DnsName(),
                ClientCertificateContext = credentials.Shown,
                CertificateChainPolicy = credentials.Policy(),
                RemoteCertificateValidationCallback = check,
                EnabledSslProtocols = Protocols,
                AllowRenegotiation = false,
                AllowTlsResume = false,
            },
            cancellation);
}
