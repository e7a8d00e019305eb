namespace Paretune.Dashboard.Tls;

/// <summary>
/// The PEM files of a process that uses mutual TLS in the cluster, under <c>Paretune:Tls:</c>; all three or none. Changed files are read
/// again, so that rotation needs no restart.
/// </summary>
/// <param name="Certificate">This process's certificate, followed by any intermediates.</param>
/// <param name="Key">The certificate's private key, not encrypted.</param>
/// <param name="Authority">The root certificates that peers must chain to. No others are trusted, not even the machine's.</param>
public sealed record TlsOptions(string Certificate, string Key, string Authority)
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Paretune:Tls";

    /// <summary>Reads the settings and opens the files, so that errors are reported before anything starts.</summary>
    /// <param name="own">The roles this process's certificate may have; one of them is enough.</param>
    /// <param name="errors">Receives one line per error.</param>
    /// <returns>Null if none of the three is set; connections are then not encrypted.</returns>
    public static TlsOptions? Read(IConfiguration configuration, CertificateRole[] own, TimeProvider clock, ICollection<string> errors)
    {
        var settings = configuration.GetSection(Section);
        string[] keys = [nameof(Certificate), nameof(Key), nameof(Authority)];
        foreach (var unknown in settings.GetChildren().Where(child => !keys.Contains(child.Key, StringComparer.OrdinalIgnoreCase)))
            errors.Add($"{unknown.Path} is not a setting; known settings: {string.Join(", ", keys)}");
        var missing = keys.Where(key => string.IsNullOrEmpty(settings[key])).ToList();
        if (missing.Count == keys.Length)
            return null;
        foreach (var key in missing)
            errors.Add($"{Section}:{key} must name a PEM file if another of {string.Join(", ", keys)} is set, but is not set");
        if (missing.Count > 0)
            return null;
        var options = new TlsOptions(settings[nameof(Certificate)]!, settings[nameof(Key)]!, settings[nameof(Authority)]!);
        Credentials.From(PemTexts.Read(options, errors), options, own, clock.GetUtcNow(), errors);
        return options;
    }
}
