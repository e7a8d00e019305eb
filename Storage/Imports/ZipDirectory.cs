using System.Buffers.Binary;
using System.Text;

namespace Paretune.Storage.Imports;

/// <summary>Properties of a ZIP entry that <see cref="System.IO.Compression.ZipArchive"/> does not expose.</summary>
/// <param name="Name">Null if its bytes are in an unknown encoding.</param>
/// <param name="Shown">The name for messages, with <c>\xB0</c> for bytes that cannot be decoded.</param>
internal sealed record ZipEntry(string? Name, string Shown, bool IsEncrypted, int Method, bool IsOfWindows);

/// <summary>
/// Reads the central directory of a ZIP (PKWARE's APPNOTE, 4.3.12) for the raw bytes of names: decoded wrongly as UTF-8, names in other
/// encodings lose letters, and two names may become equal.
/// </summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22, EntryBytes = 46, LongestComment = ushort.MaxValue;
    private const uint EndMark = 0x06054b50, End64Mark = 0x06064b50, Locator64Mark = 0x07064b50, EntryMark = 0x02014b50;
    private const ushort EncryptedFlag = 1, Utf8Flag = 1 << 11;
    private const ushort UnicodePathField = 0x7075; // Info-ZIP's field: version, CRC-32 of the plain name, the name in UTF-8
    private const byte Dos = 0, Ntfs = 10;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns the entries in the order of <see cref="System.IO.Compression.ZipArchive"/>.</summary>
    /// <param name="encoding">The encoding of names that are neither marked as UTF-8 nor valid UTF-8; null if not specified.</param>
    /// <exception cref="InvalidDataException">The central directory is missing or incomplete.</exception>
    public static List<ZipEntry> Read(Stream zip, Encoding? encoding)
    {
        var (at, bytes) = Find(zip);
        var directory = Bytes(zip, at, bytes);
        var entries = new List<ZipEntry>();
        for (var rest = directory.AsSpan(); rest.Length >= EntryBytes && U32(rest) == EntryMark;)
        {
            var (name, extra, comment) = (U16(rest[28..]), U16(rest[30..]), U16(rest[32..]));
            if (rest.Length < EntryBytes + name + extra + comment)
                throw new InvalidDataException("its central directory is truncated");
            entries.Add(Entry(rest, rest.Slice(EntryBytes, name), rest.Slice(EntryBytes + name, extra), encoding));
            rest = rest[(EntryBytes + name + extra + comment)..];
        }

        return entries;
    }

    private static ZipEntry Entry(ReadOnlySpan<byte> header, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, Encoding? encoding)
    {
        var flags = U16(header[8..]);
        var read = (flags & Utf8Flag) != 0 ? Decoded(name, Strict)
            : UnicodePath(name, extra) ?? Decoded(name, encoding ?? Strict);
        return new(read, read ?? Escaped(name), (flags & EncryptedFlag) != 0, U16(header[10..]), header[5] is Dos or Ntfs);
    }

    private static string? UnicodePath(ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4 && extra.Length >= 4 + U16(extra[2..]))
        {
            var field = extra.Slice(4, U16(extra[2..]));
            // The checksum detects a stale field, left by a program that renamed the entry.
            if (U16(extra) == UnicodePathField && field.Length > 5 && field[0] == 1 && U32(field[1..]) == Crc32(name))
                return Decoded(field[5..], Strict);
            extra = extra[(4 + field.Length)..];
        }

        return null;
    }

    private static string? Decoded(ReadOnlySpan<byte> name, Encoding encoding)
    {
        try
        {
            return encoding.GetString(name);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Escaped(ReadOnlySpan<byte> name)
    {
        var shown = new StringBuilder();
        foreach (var one in name)
            _ = one is >= 0x20 and < 0x7f ? shown.Append((char)one) : shown.Append($"\\x{one:X2}");
        return shown.ToString();
    }

    private static (long At, long Bytes) Find(Stream zip)
    {
        var length = (int)Math.Min(zip.Length, EndBytes + LongestComment);
        var tail = Bytes(zip, zip.Length - length, length);
        for (var at = length - EndBytes; at >= 0; at--)
        {
            if (U32(tail.AsSpan(at)) != EndMark)
                continue;
            var end = tail.AsSpan(at);
            var (bytes, start) = (U32(end[12..]), U32(end[16..]));
            return bytes == uint.MaxValue || start == uint.MaxValue ? Find64(zip, zip.Length - length + at) : (start, bytes);
        }

        throw new InvalidDataException("its central directory is missing");
    }

    private static (long At, long Bytes) Find64(Stream zip, long end)
    {
        var locator = Bytes(zip, end - 20, 20);
        if (U32(locator) != Locator64Mark)
            throw new InvalidDataException("its central directory is missing");
        var end64 = Bytes(zip, BinaryPrimitives.ReadInt64LittleEndian(locator.AsSpan(8)), 56);
        return U32(end64) == End64Mark
            ? (BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(48)), BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(40)))
            : throw new InvalidDataException("its central directory is missing");
    }

    private static byte[] Bytes(Stream zip, long at, long count)
    {
        if (at < 0 || count < 0 || at + count > zip.Length)
            throw new InvalidDataException("its central directory lies outside of it");
        var bytes = new byte[count];
        zip.Position = at;
        zip.ReadExactly(bytes);
        return bytes;
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
