using System.Net.Security;
using System.Security.Authentication;

namespace Paretune.Dashboard.Tls;

/// <summary>Performs one side's part of a TLS handshake.</summary>
internal delegate Task Handshake(
    SslStream tls, Credentials credentials, RemoteCertificateValidationCallback check, CancellationToken cancellation);

/// <summary>
/// The handshakes of both sides. Sessions are not resumed: connections are few and long-lived, and a resumed session would rely on a
/// certificate that was checked long ago.
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
