using System.Security.Cryptography.X509Certificates;
using Paretune.Dashboard.Tls;

namespace Paretune.Silo.Tests.Tls;

/// <summary>The three PEM files of one process.</summary>
internal sealed class PemFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-tls");

    public PemFolder(X509Certificate2 certificate, params Authority[] trusted) => Write(certificate, trusted);

    public TlsOptions Options => new(File("tls.crt"), File("tls.key"), File("ca.crt"));

    public void Write(X509Certificate2 certificate, params Authority[] trusted)
    {
        System.IO.File.WriteAllText(Options.Certificate, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(Options.Key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        System.IO.File.WriteAllText(Options.Authority, string.Join('\n', trusted.Select(authority => authority.Pem)));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string File(string name) => Path.Combine(_folder.FullName, name);
}
