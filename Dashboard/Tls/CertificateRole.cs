namespace Paretune.Dashboard.Tls;

/// <summary>The role that a certificate grants its owner in the cluster.</summary>
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
    /// Returns the DNS name that gives a certificate this role. A DNS name is used because every issuer can write one and every TLS library
    /// can check one; it is never resolved.
    /// </summary>
    public static string DnsName(this CertificateRole role) => role switch
    {
        CertificateRole.Silo => "silo.paretune",
        CertificateRole.Client => "client.paretune",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "a role must be silo or client"),
    };
}
