using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace Paretune.Dashboard.Tls;

/// <summary>
/// Mutual TLS for the cluster's connections. It is in this project because silo and dashboard reference it, and the console, which uses
/// only HTTP, does not.
/// </summary>
public static class TlsSetup
{
    /// <summary>Connects to silo gateways with TLS; without encryption if <paramref name="options"/> is null.</summary>
    /// <exception cref="InvalidOperationException">The files are invalid; <see cref="TlsOptions.Read"/> reports that earlier.</exception>
    public static IClientBuilder UseParetuneTls(this IClientBuilder client, TlsOptions? options)
    {
        if (options is null)
            return client;
        client.Services.AddParetuneTls(options, CertificateRole.Client, CertificateRole.Silo);
        return client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(OpenTls));
    }

    /// <summary>Reads the files and registers what <see cref="AcceptTls"/> and <see cref="OpenTls"/> need.</summary>
    /// <param name="own">The roles this process's certificate may have; one of them is enough.</param>
    /// <exception cref="InvalidOperationException">The files are invalid; <see cref="TlsOptions.Read"/> reports that earlier.</exception>
    public static void AddParetuneTls(this IServiceCollection services, TlsOptions options, params CertificateRole[] own)
    {
        var errors = new List<string>();
        var first = Credentials.From(PemTexts.Read(options, errors), options, own, TimeProvider.System.GetUtcNow(), errors)
            ?? throw new InvalidOperationException(string.Join(Environment.NewLine, errors));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Refusals>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CertificateFiles>(provider, options, own, first));
    }

    /// <summary>Accepts only peers that use TLS and have one of the roles.</summary>
    public static void AcceptTls(this IConnectionBuilder connection, params CertificateRole[] peers) =>
        Use(connection, Handshakes.Accept, peers);

    /// <summary>Connects with TLS, and only to silos.</summary>
    public static void OpenTls(this IConnectionBuilder connection) => Use(connection, Handshakes.Open, CertificateRole.Silo);

    private static void Use(IConnectionBuilder connection, Handshake handshake, params CertificateRole[] peers)
    {
        var services = connection.ApplicationServices;
        connection.UseMiddleware(new TlsMiddleware(
            services.GetRequiredService<CertificateFiles>(), services.GetRequiredService<Refusals>(),
            services.GetRequiredService<TimeProvider>(),
            handshake, peers));
    }
}
