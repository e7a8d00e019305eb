using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Paretune.Silo.Tests.Tls;

/// <summary>A certificate authority that signs any certificate. All authorities have the same name, as in a rotation.</summary>
internal sealed class Authority
{
    public const string Server = "1.3.6.1.5.5.7.3.1";
    public const string Client = "1.3.6.1.5.5.7.3.2";
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly X509Certificate2 _root;

    public Authority()
    {
        var request = new CertificateRequest("CN=authority", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(Now.AddYears(-2), Now.AddYears(2));
    }

    public string Pem => _root.ExportCertificatePem();

    /// <summary>Issues a certificate with its key, by default one that is valid for a silo.</summary>
    public X509Certificate2 Issue(string name = "silo.paretune", int fromDay = -1, int toDay = 1, string[]? usages = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=issued", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
            names.AddIpAddress(address);
        else
            names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([.. (usages ?? [Server, Client]).Select(usage => new Oid(usage))], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));
        return request.Create(_root, Now.AddDays(fromDay), Now.AddDays(toDay), RandomNumberGenerator.GetBytes(16)).CopyWithPrivateKey(key);
    }
}
