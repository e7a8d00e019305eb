using System.CommandLine;

namespace Paretune.Client.Commands;

/// <summary>The options of an import, which the server checks.</summary>
internal sealed class ImportOptions
{
    private readonly Option<string?> _size = new("--size")
    {
        Description = "Side of the stored images in pixels. Default: the median side, at most 256.",
        HelpName = "pixels",
    };

    private readonly Option<string?> _encoding = new("--encoding")
    {
        Description = "Encoding of file names in a ZIP that are not UTF-8, such as cp949, shift_jis, gb18030, cp1252.",
        HelpName = "name",
    };

    private readonly Option<bool> _skip = new("--skip")
    {
        Description = "Skip and count files that have no class or cannot be decoded, instead of rejecting the import.",
    };

    private readonly Option<string?> _augmentation = new("--augmentation")
    {
        Description = "Default augmentation of searches: none, or flip, crop, cutout joined by +. Leave out flip "
            + "if a mirrored image may belong to another class, as with digits.",
        HelpName = "set",
    };

    private readonly Option<bool> _keep = new("--keep-originals")
    {
        Description = "Keep the archive on the server, so that data resize can create other image sizes.",
    };

    public Symbol[] All => [_size, _encoding, _skip, _augmentation, _keep];

    public string Query(Session session)
    {
        var query = QueryOf(session).ToArray();
        return query.Length == 0 ? "" : $"?{string.Join('&', query)}";
    }

    private IEnumerable<string> QueryOf(Session session)
    {
        if (session.Get(_size) is { } size)
            yield return $"size={Uri.EscapeDataString(size)}";
        if (session.Get(_encoding) is { } encoding)
            yield return $"encoding={Uri.EscapeDataString(encoding)}";
        if (session.Get(_augmentation) is { } augmentation)
            yield return $"augmentation={Uri.EscapeDataString(augmentation)}";
        if (session.Get(_skip))
            yield return "skip=true";
        if (session.Get(_keep))
            yield return "keep=true";
    }
}
