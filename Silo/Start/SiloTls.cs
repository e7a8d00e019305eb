using Orleans.Configuration;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Start;

/// <summary>Configures mutual TLS on a silo's two ports.</summary>
internal static class SiloTls
{
    /// <summary>
    /// Encrypts connections between silos, and between gateways and dashboards; not encrypted if <paramref name="options"/> is null.
    /// </summary>
    /// <exception cref="InvalidOperationException">The files cannot be used; <see cref="SiloOptionsReader"/> reports this
    /// earlier.</exception>
    public static ISiloBuilder UseParetuneTls(this ISiloBuilder silo, TlsOptions? options)
    {
        if (options is null)
            return silo;
        silo.Services.AddParetuneTls(options, CertificateRole.Silo);
        return silo.Configure<SiloConnectionOptions>(connections =>
        {
            connections.ConfigureSiloInboundConnection(connection => connection.AcceptTls(CertificateRole.Silo));
            connections.ConfigureSiloOutboundConnection(connection => connection.OpenTls());
            connections.ConfigureGatewayInboundConnection(connection => connection.AcceptTls(CertificateRole.Silo, CertificateRole.Client));
        });
    }
}
