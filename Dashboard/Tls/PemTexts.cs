namespace Paretune.Dashboard.Tls;

/// <summary>The contents of the three files at one moment; null for a file that cannot be read.</summary>
internal sealed record PemTexts(string? Certificate, string? Key, string? Authority)
{
    public static PemTexts Read(TlsOptions files, ICollection<string> errors) => new(
        Text(nameof(TlsOptions.Certificate), files.Certificate, errors),
        Text(nameof(TlsOptions.Key), files.Key, errors),
        Text(nameof(TlsOptions.Authority), files.Authority, errors));

    private static string? Text(string key, string path, ICollection<string> errors)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            errors.Add(
                $"{TlsOptions.Section}:{key} must name a PEM file that this process may read, but is \"{path}\": {unreadable.Message}");
            return null;
        }
    }
}
