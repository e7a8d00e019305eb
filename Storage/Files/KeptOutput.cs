using System.Globalization;
using System.Text;

namespace Paretune.Storage.Files;

/// <summary>The file of a program's output: a line with the offset of the file's first byte in the whole output, then the bytes.</summary>
public static class KeptOutput
{
    private const int HeadLength = 20;

    public static void Write(Stream file, long first, ReadOnlySpan<byte> bytes)
    {
        file.Write(Encoding.ASCII.GetBytes(first.ToString(CultureInfo.InvariantCulture).PadLeft(HeadLength - 1) + "\n"));
        file.Write(bytes);
    }

    /// <summary>Moves a file to an offset in the whole output, or to the first byte that is kept if that is later.</summary>
    /// <returns>The offset in the whole output; the end if <paramref name="after"/> is beyond it.</returns>
    public static async Task<long> Seek(Stream file, long after, CancellationToken cancellation)
    {
        var head = new byte[HeadLength];
        await file.ReadExactlyAsync(head, cancellation);
        var first = long.Parse(Encoding.ASCII.GetString(head).Trim(), CultureInfo.InvariantCulture);
        var at = Math.Clamp(after, first, first + file.Length - HeadLength);
        file.Position = HeadLength + at - first;
        return at;
    }
}
