using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Paretune.Dashboard.Tls;

/// <summary>
/// One side's certificate, and the authority it trusts. Never disposed, because handshakes may still use it after it was replaced.
/// </summary>
internal sealed class Credentials
{
    private readonly X509Certificate2Collection _authority;

    private Credentials(
        PemTexts source, X509Certificate2 certificate, X509Certificate2Collection intermediates, X509Certificate2Collection authority)
    {
        (Source, _authority) = (source, authority);
        Shown = SslStreamCertificateContext.Create(certificate, intermediates, offline: true);
    }

    /// <summary>The files it was created from.</summary>
    public PemTexts Source { get; }

    public SslStreamCertificateContext Shown { get; }

    /// <summary>Creates credentials; null if there were errors.</summary>
    /// <param name="own">The roles its certificate may have; one of them is enough.</param>
    public static Credentials? From(
        PemTexts source, TlsOptions files, IReadOnlyCollection<CertificateRole> own, DateTimeOffset now, ICollection<string> errors)
    {
        var chain = Certificates(nameof(TlsOptions.Certificate), files.Certificate, source.Certificate, errors);
        var authority = Certificates(nameof(TlsOptions.Authority), files.Authority, source.Authority, errors);
        if (chain is null || source.Key is null)
            return null;
        if (WithKey(source.Certificate!, source.Key, files.Key, errors) is not { } certificate || authority is null)
            return null;
        var made = new Credentials(source, certificate, chain, authority);
        var broken = made.OwnErrors(certificate, chain, own, now);
        foreach (var error in broken)
            errors.Add($"{TlsOptions.Section}:{nameof(TlsOptions.Certificate)} {error} ({files.Certificate})");
        return broken.Count == 0 ? made : null;
    }

    /// <summary>
    /// Returns a policy that trusts only the authority's certificates. Revocation is not checked: a private authority seldom publishes
    /// lists, and short-lived certificates expire instead.
    /// </summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            // Otherwise, a peer's certificate could make this process connect to an address of the peer's choice.
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authority);
        return policy;
    }

    private List<string> OwnErrors(
        X509Certificate2 certificate, X509Certificate2Collection intermediates, IReadOnlyCollection<CertificateRole> own,
        DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = Policy() };
        chain.ChainPolicy.ExtraStore.AddRange(intermediates);
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        chain.Build(certificate);
        return CertificateRule.Errors(certificate, chain, own);
    }

    private static X509Certificate2Collection? Certificates(string key, string path, string? text, ICollection<string> errors)
    {
        if (text is null)
            return null;
        var found = new X509Certificate2Collection();
        try
        {
            found.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            found.Clear();
        }

        if (found.Count > 0)
            return found;
        errors.Add($"{TlsOptions.Section}:{key} must contain PEM certificates, but {path} has none that can be read");
        return null;
    }

    private static X509Certificate2? WithKey(string certificate, string key, string path, ICollection<string> errors)
    {
        try
        {
            return X509Certificate2.CreateFromPem(certificate, key);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            errors.Add(
                $"{TlsOptions.Section}:{nameof(TlsOptions.Key)} must contain the certificate's private key, RSA or ECDSA and not "
                    + "encrypted, "
                + $"but {path} does not");
            return null;
        }
    }
}
