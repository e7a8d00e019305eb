using System.Text;

namespace Paretune.Storage.Imports;

/// <summary>
/// A class's name as it is kept: without spaces around it, and its letters composed (Unicode's NFC), so that "é" as macOS writes it, an "e"
/// and an accent, and "é" as all others do are one name.
/// </summary>
/// <remarks>
/// <see cref="string.Normalize()"/> gives every text back as it is where globalization is invariant, which it is here: containers have no
/// ICU.
/// </remarks>
internal static class ClassName
{
    public static string Normalize(string written) => Composed(written.Trim());

    /// <summary>As it is written, with what is not ASCII as numbers, where the shapes of two names are one.</summary>
    public static string Spelled(string written) =>
        $"\"{string.Concat(written.Select(one => one < 128 ? $"{one}" : $"\\u{(int)one:X4}"))}\"";

    private static string Composed(string written)
    {
        var composed = new StringBuilder(written.Length);
        var (letter, before) = (-1, 0); // where the letter is that marks go to, and the class of the last mark that stayed behind it
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
