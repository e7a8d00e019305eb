namespace Paretune.Dashboard.Tls;

/// <summary>
/// The credentials for the next handshake. When a connection is made, the files are read again, at most once a second, and compared by
/// content: Kubernetes swaps links, which file watchers do not notice. If the new files are invalid, the old credentials stay in use.
/// </summary>
internal sealed partial class CertificateFiles(
    TlsOptions files, IReadOnlyCollection<CertificateRole> own, Credentials first, TimeProvider clock, ILogger<CertificateFiles> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private Credentials _current = first;
    private long _read = clock.GetTimestamp();
    private (PemTexts Source, string Errors)? _refused;

    public Credentials Current()
    {
        lock (_gate)
        {
            if (clock.GetElapsedTime(_read) < Pause)
                return _current;
            _read = clock.GetTimestamp();
            Refresh();
            return _current;
        }
    }

    // Rejected files are tried again even if unchanged: a certificate from a machine whose clock is ahead becomes valid a moment later.
    private void Refresh()
    {
        var errors = new List<string>();
        var source = PemTexts.Read(files, errors);
        if (source == _current.Source)
            return;
        if (Credentials.From(source, files, own, clock.GetUtcNow(), errors) is { } renewed)
        {
            _current = renewed;
            LogRenewed(renewed.Shown.TargetCertificate.NotAfter.ToUniversalTime());
            return;
        }

        var refused = (source, string.Join("; ", errors));
        if (refused == _refused)
            return;
        _refused = refused;
        LogRefused(refused.Item2, _current.Shown.TargetCertificate.NotAfter.ToUniversalTime());
    }

    [LoggerMessage(LogLevel.Information, "Certificate renewed; valid until {NotAfter:s}Z")]
    private partial void LogRenewed(DateTime notAfter);

    [LoggerMessage(LogLevel.Warning, "New certificate files rejected: {Errors}. Still using the old certificate, valid until "
        + "{NotAfter:s}Z")]
    private partial void LogRefused(string errors, DateTime notAfter);
}
