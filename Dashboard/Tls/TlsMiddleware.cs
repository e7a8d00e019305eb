using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;

namespace Paretune.Dashboard.Tls;

/// <summary>
/// Puts TLS under a connection of the cluster, or ends it before the first byte of Orleans when the peer may not be here.
/// </summary>
/// <param name="peers">The roles a peer may have; one of them is enough.</param>
internal sealed class TlsMiddleware(
    CertificateFiles files, Refusals refusals, TimeProvider clock, Handshake handshake, IReadOnlyCollection<CertificateRole> peers)
    : IConnectionMiddleware
{
    private static readonly TimeSpan HandshakeWithin = TimeSpan.FromSeconds(10);

    public async Task OnConnectionAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var transport = context.Transport;
        // Ends the transport with it: by then nothing more is to be said, whichever way it went.
        await using var tls = new SslStream(new TransportStream(transport), leaveInnerStreamOpen: false);
        if (await Refusal(tls) is { } reason)
        {
            refusals.Tell(context.RemoteEndPoint, reason);
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

    /// <summary>Null when TLS is agreed upon and the peer has one of the roles.</summary>
    private async Task<string?> Refusal(SslStream tls)
    {
        string? fault = null;
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
        // One line, whatever an unknown peer sends. What is wrong with its certificate says more than the exception that follows.
        catch (Exception refused)
            when (refused is AuthenticationException or IOException or InvalidOperationException or CryptographicException)
        {
            return fault ?? $"the TLS handshake failed: {(refused.InnerException ?? refused).Message}";
        }

        // A name mismatch is not an error, because the role determines the required names.
        bool Check(object _, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
            (fault = Fault(certificate, chain)) is null
                && (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;
    }

    private string? Fault(X509Certificate? certificate, X509Chain? chain) =>
        certificate is not X509Certificate2 shown || chain is null ? "it presented no certificate"
        : CertificateRule.Faults(shown, chain, peers) is [var first, ..] ? $"its certificate {first}"
        : null;
}
