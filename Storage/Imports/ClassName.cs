using System.Text;

namespace Paretune.Storage.Imports;

/// <summary>
/// Normalizes class names: trims spaces and composes letters (Unicode's NFC), so that "é" as macOS writes it, an "e" and an accent, equals
/// the single character that other systems write.
/// </summary>
/// <remarks>
/// <see cref="string.Normalize()"/> cannot be used: with invariant globalization, needed because containers have no ICU, it returns the
/// text unchanged.
/// </remarks>
internal static class ClassName
{
    public static string Normalize(string written) => Composed(written.Trim());

    /// <summary>Returns a name with its non-ASCII characters as code points, to tell names apart that look the same.</summary>
    public static string Spelled(string written) =>
        $"\"{string.Concat(written.Select(one => one < 128 ? $"{one}" : $"\\u{(int)one:X4}"))}\"";

    private static string Composed(string written)
    {
        var composed = new StringBuilder(written.Length);
        var (letter, before) = (-1, 0); // the last base letter, and the combining class of the last mark left after it
        foreach (var one in written)
        {
            var mark = Compositions.ClassOf(one);
            var isFree = letter == composed.Length - 1 || (mark is > 0 && before > 0 && before < mark);
            if (letter >= 0 && isFree && Compositions.Compose(composed[letter], one) is { } both)
            {
                composed[letter] = both;
                continue;
            }

            composed.Append(one);
            if (mark is null or 0)
                (letter, before) = (composed.Length - 1, 0);
            else
                before = mark.Value;
        }

        return composed.ToString();
    }
}
