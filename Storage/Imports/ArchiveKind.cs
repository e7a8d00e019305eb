using System.Globalization;
using System.Text;

namespace Paretune.Storage.Imports;

/// <summary>Recognizes archives by their first bytes.</summary>
internal static class ArchiveKind
{
    /// <summary>The number of bytes needed to recognize an archive.</summary>
    public const int StartBytes = 512;

    private const int ChecksumAt = 148, ChecksumBytes = 8;

    private static readonly (byte[] Start, string Name)[] Foreign =
    [
        ("BZh"u8.ToArray(), "a bzip2 file"), ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "an xz file"),
        ([(byte)'7', (byte)'z', 0xBC, 0xAF], "a 7-Zip archive"), ("Rar!"u8.ToArray(), "a RAR archive"),
        ([0x28, 0xB5, 0x2F, 0xFD], "a Zstandard file"),
    ];

    public static bool IsGzip(ReadOnlySpan<byte> start) => start is [0x1f, 0x8b, ..];

    public static bool IsZip(ReadOnlySpan<byte> start) => start is [(byte)'P', (byte)'K', ..];

    /// <summary>Returns whether the bytes are a tar header. The oldest tar format has no signature, so its checksum is verified.</summary>
    public static bool IsTar(ReadOnlySpan<byte> start)
    {
        if (start.Length < StartBytes)
            return false;
        var field = Encoding.ASCII.GetString(start.Slice(ChecksumAt, ChecksumBytes)).Trim('\0', ' ');
        var sum = 0;
        for (var at = 0; at < StartBytes; at++)
            sum += at is >= ChecksumAt and < ChecksumAt + ChecksumBytes ? ' ' : start[at];
        return field.Length is > 0 and <= 7 && field.All(digit => digit is >= '0' and <= '7') && Convert.ToInt32(field, 8) == sum;
    }

    /// <summary>Returns the error for a file that is not a supported archive.</summary>
    public static string Refusal(byte[] start)
    {
        var name = Foreign.FirstOrDefault(kind => start.AsSpan().StartsWith(kind.Start)).Name;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"must be a .tar.gz, .tar or .zip archive or a folder, but "
                + $"{(name is null ? "has an unknown format" : $"is {name}")}; unpack it and "
            + $"import the folder");
    }
}
