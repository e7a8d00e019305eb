using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;

namespace Paretune.Dashboard.Tls;

/// <summary>
/// Mutual TLS for the cluster's connections. It lives here because silo and dashboard both reference this project, and the console, which
/// speaks HTTP only, does not.
/// </summary>
public static class TlsSetup
{
    /// <summary>Speaks TLS with the gateways of silos; plain where <paramref name="options"/> is null.</summary>
    /// <exception cref="InvalidOperationException">The files cannot be used; <see cref="TlsOptions.Read"/> tells so earlier.</exception>
    public static IClientBuilder UseParetuneTls(this IClientBuilder client, TlsOptions? options)
    {
        if (options is null)
            return client;
        client.Services.AddParetuneTls(options, CertificateRole.Client, CertificateRole.Silo);
        return client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(OpenTls));
    }

    /// <summary>Reads the files and adds what <see cref="AcceptTls"/> and <see cref="OpenTls"/> need.</summary>
    /// <param name="own">The roles this process's certificate may have; one of them is enough.</param>
    /// <exception cref="InvalidOperationException">The files cannot be used; <see cref="TlsOptions.Read"/> tells so earlier.</exception>
    public static void AddParetuneTls(this IServiceCollection services, TlsOptions options, params CertificateRole[] own)
    {
        var faults = new List<string>();
        var first = Credentials.From(PemTexts.Read(options, faults), options, own, TimeProvider.System.GetUtcNow(), faults)
            ?? throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Refusals>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CertificateFiles>(provider, options, own, first));
    }

    /// <summary>Lets in only peers that speak TLS and have one of the roles.</summary>
    public static void AcceptTls(this IConnectionBuilder connection, params CertificateRole[] peers) =>
        Use(connection, Handshakes.Accept, peers);

    /// <summary>Speaks TLS, and only with silos.</summary>
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
