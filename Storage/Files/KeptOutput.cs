using System.Globalization;
using System.Text;

namespace Paretune.Storage.Files;

/// <summary>The file of a program's output: a line that says at which byte of all of it the file begins, then the bytes.</summary>
public static class KeptOutput
{
    private const int HeadLength = 20;

    public static void Write(Stream file, long first, ReadOnlySpan<byte> bytes)
    {
        file.Write(Encoding.ASCII.GetBytes(first.ToString(CultureInfo.InvariantCulture).PadLeft(HeadLength - 1) + "\n"));
        file.Write(bytes);
    }

    /// <summary>Moves a file to a byte of the output, or to the first that is kept where that came later.</summary>
    /// <returns>The byte offset in the whole output; the offset after the last byte if <paramref name="after"/> is beyond it.</returns>
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
