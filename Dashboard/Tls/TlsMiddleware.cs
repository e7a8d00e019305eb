using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;

namespace Paretune.Dashboard.Tls;

/// <summary>Secures a cluster connection with TLS, or closes it before Orleans' first byte if the peer is not permitted.</summary>
/// <param name="peers">The roles a peer may have; one of them is enough.</param>
internal sealed class TlsMiddleware(
    CertificateFiles files, Refusals refusals, TimeProvider clock, Handshake handshake, IReadOnlyCollection<CertificateRole> peers)
    : IConnectionMiddleware
{
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(10);

    public async Task OnConnectionAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var transport = context.Transport;
        // Disposing also closes the transport; after the handshake or the connection, nothing more is sent.
        await using var tls = new SslStream(new TransportStream(transport), leaveInnerStreamOpen: false);
        if (await Refusal(tls) is { } reason)
        {
            refusals.Log(context.RemoteEndPoint, reason);
            return;
        }

        context.Transport = new TlsTransport(tls);
        try
        {
            await next(context);
        }
        finally
        {
            context.Transport = transport;
        }
    }

    /// <summary>Performs the handshake; returns null if it succeeded and the peer has a permitted role, otherwise the reason.</summary>
    private async Task<string?> Refusal(SslStream tls)
    {
        string? error = null;
        using var limit = new CancellationTokenSource(HandshakeWithin, clock);
        try
        {
            await handshake(tls, files.Current(), Check, limit.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return limit.IsCancellationRequested
                ? $"the TLS handshake did not complete within {HandshakeWithin.TotalSeconds} s" : "this process is shutting down";
        }
        // One log line, whatever an unknown peer sends. An error in its certificate says more than the exception that follows.
        catch (Exception refused)
            when (refused is AuthenticationException or IOException or InvalidOperationException or CryptographicException)
        {
            return error ?? $"the TLS handshake failed: {(refused.InnerException ?? refused).Message}";
        }

        // A name mismatch is not an error, because the role determines the required names.
        bool Check(object _, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
            (error = CertificateError(certificate, chain)) is null
                && (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
    }

    private string? CertificateError(X509Certificate? certificate, X509Chain? chain) =>
        certificate is not X509Certificate2 shown || chain is null ? "it presented no certificate"
        : CertificateRule.Errors(shown, chain, peers) is [var first, ..] ? $"its certificate {first}"
        : null;
}
