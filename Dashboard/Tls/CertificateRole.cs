namespace Paretune.Dashboard.Tls;

/// <summary>What the owner of a certificate may be in the cluster.</summary>
public enum CertificateRole
{
    /// <summary>A silo: may open and accept every connection of the cluster.</summary>
    Silo,

    /// <summary>A dashboard in a separate process: may call the gateways of silos, nothing else.</summary>
    Client,
}

internal static class CertificateRoleName
{
    /// <summary>
    /// The DNS name that gives a certificate this role. It is a DNS name because every issuer can write one and every TLS library can check
    /// it; it is never resolved.
    /// </summary>
    public static string DnsName(this CertificateRole role) => role switch
    {
        CertificateRole.Silo => "silo.paretune",
        CertificateRole.Client => "client.paretune",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "a role must be silo or client"),
    };
}
