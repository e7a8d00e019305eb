using System.Text;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Decodes a hand-written file. Bytes that are not UTF-8 are an error: decoded leniently, they would silently change names.
/// </summary>
public static class StrictText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>The text without a byte order mark, or null and the error with its line.</returns>
    public static (string? Text, LineError? Error) Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return (null, new(1, "must be UTF-8, but is UTF-16; save it as UTF-8"));
        if (bytes is [0xEF, 0xBB, 0xBF, ..])
            bytes = bytes[3..];
        try
        {
            return (Strict.GetString(bytes), null);
        }
        catch (DecoderFallbackException wrong)
        {
            var at = wrong.Index;
            return (null, new(
                bytes[..at].Count((byte)'\n') + 1, $"must be UTF-8, but byte {at + 1} is 0x{bytes[at]:X2}, which is not; save it as "
                    + "UTF-8"));
        }
    }
}
