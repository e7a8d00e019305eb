using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Paretune;

/// <summary>What a key or a user may do; <see cref="KeyScopes.All"/> has them in order, and each includes those before it.</summary>
public enum KeyScope
{
    /// <summary>Look at everything.</summary>
    Read = 0,

    /// <summary>Also submit searches, change their own, and import datasets.</summary>
    Submit = 1,

    /// <summary>Also change the searches of others, and make and revoke keys.</summary>
    Admin = 2,

    /// <summary>Look at everything, and train the trials of searches with an external trainer.</summary>
    // Less than all that a process of the version before knows, which compares the numbers: it lets such a key do nothing.
    Work = -1,
}

/// <summary>Which scope includes which.</summary>
public static class KeyScopes
{
    /// <summary>The least first.</summary>
    public static ImmutableArray<KeyScope> All { get; } = [KeyScope.Read, KeyScope.Work, KeyScope.Submit, KeyScope.Admin];

    public static bool Includes(this KeyScope scope, KeyScope needed) => All.IndexOf(scope) >= All.IndexOf(needed);
}

/// <summary>
/// A key to the API, <c>ptk_ID_SECRET</c>: a public id of 40 bits for look-up, and 256 random bits. Anyone who has the text can use the
/// key, so it is shown once and only its <see cref="Hash"/> is stored. The secret is not a password, so a slow hash would add nothing.
/// </summary>
public sealed record ApiKey
{
    public const string Prefix = "ptk_";
    private const string IdAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int IdLength = 8, SecretBytes = 32;

    private ApiKey(string text) => Text = text;

    /// <summary>The secret itself.</summary>
    public string Text { get; }
    public string Id => Text.Substring(Prefix.Length, IdLength);

    /// <summary>SHA-256 of the text as 64 lower-case hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    public static ApiKey Draw() => new(
        $"{Prefix}{RandomNumberGenerator.GetString(IdAlphabet, IdLength)}"
        + $"_{RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true)}");

    /// <summary>Reads what a caller sent; null where it has not the form of a key.</summary>
    public static ApiKey? Read(string text) =>
        text.Length == Prefix.Length + IdLength + 1 + (SecretBytes * 2)
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text[Prefix.Length + IdLength] == '_'
            ? new(text)
            : null;

    /// <summary>Whether <paramref name="hash"/> is this key's, in a time that does not tell how much of it agrees.</summary>
    public bool Matches(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));

    /// <summary>Without the secret, so that a key that ends up in a message does no harm.</summary>
    public override string ToString() => $"{Prefix}{Id}_…";
}
