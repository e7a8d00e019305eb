using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Paretune.Dashboard.Tls;

/// <summary>The rules for every certificate in the cluster, one's own and those of peers.</summary>
internal static class CertificateRule
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const X509ChainStatusFlags Stranger = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>Returns each rule that a certificate breaks, worded to follow the certificate's name; empty if it is valid.</summary>
    /// <param name="chain">Built for this certificate under <see cref="Credentials.Policy"/>.</param>
    /// <param name="roles">The permitted roles; one of them is enough.</param>
    public static List<string> Errors(X509Certificate2 certificate, X509Chain chain, IReadOnlyCollection<CertificateRole> roles)
    {
        var errors = new List<string>();
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        if ((status & Stranger) != 0)
            errors.Add($"must be signed by an authority in {TlsOptions.Section}:{nameof(TlsOptions.Authority)}, but is not");
        if (status.HasFlag(X509ChainStatusFlags.NotTimeValid))
            errors.Add($"must be valid now, but {Period(chain)}");
        if (!Usages(certificate).Contains(ServerAuthentication) || !Usages(certificate).Contains(ClientAuthentication))
            errors.Add("must allow both server and client authentication (extended key usage), but does not");
        var names = roles.Select(CertificateRoleName.DnsName).ToList();
        if (!names.Exists(name => certificate.MatchesHostname(name, allowWildcards: false, allowCommonName: false)))
            errors.Add($"must have the DNS name {string.Join(" or ", names)}, but does not");
        if (errors.Count == 0 && status != X509ChainStatusFlags.NoError)
            errors.Add($"must form a valid chain with its authority, but has {status}");
        return errors;
    }

    private static string Period(X509Chain chain)
    {
        var element = chain.ChainElements.First(
            link => link.ChainElementStatus.Any(one => one.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)));
        var whose = element == chain.ChainElements[0] ? "it" : "its authority";
        var (from, to) = (element.Certificate.NotBefore.ToUniversalTime(), element.Certificate.NotAfter.ToUniversalTime());
        return string.Create(CultureInfo.InvariantCulture, $"{whose} is valid from {from:s}Z to {to:s}Z");
    }

    private static IEnumerable<string?> Usages(X509Certificate2 certificate) =>
        from extension in certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
        from usage in extension.EnhancedKeyUsages.Cast<System.Security.Cryptography.Oid>()
        select usage.Value;
}
