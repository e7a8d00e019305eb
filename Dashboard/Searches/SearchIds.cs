using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Paretune.Dashboard.Searches;

/// <summary>Ids of searches: eight random characters of lower-case base32, 40 bits.</summary>
internal static partial class SearchIds
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public static SearchId Draw() => new(RandomNumberGenerator.GetString(Alphabet, 8));

    /// <summary>Returns whether a text is a possible id. Other texts are never used as a grain key or as part of a path.</summary>
    public static bool IsPossible(string text) => Shape().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9]{8}\z")]
    private static partial Regex Shape();
}
