using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Paretune;

/// <summary>The permissions of a key or a user. <see cref="KeyScopes.All"/> lists them in order; each includes all before it.</summary>
public enum KeyScope
{
    /// <summary>View everything.</summary>
    Read = 0,

    /// <summary>Also submit searches, change one's own, and import datasets.</summary>
    Submit = 1,

    /// <summary>Also change the searches of others, and create and revoke keys.</summary>
    Admin = 2,

    /// <summary>View everything, and train the trials of searches with an external trainer.</summary>
    // Negative, so that version 0.1, which compares scopes as numbers, permits such a key nothing.
    Work = -1,
}

/// <summary>The order of the scopes: each includes all before it.</summary>
public static class KeyScopes
{
    /// <summary>All scopes, the least powerful first.</summary>
    public static ImmutableArray<KeyScope> All { get; } = [KeyScope.Read, KeyScope.Work, KeyScope.Submit, KeyScope.Admin];

    public static bool Includes(this KeyScope scope, KeyScope needed) => All.IndexOf(scope) >= All.IndexOf(needed);
}

/// <summary>
/// A key to the API, <c>ptk_ID_SECRET</c>: a public id of 40 bits for look-up and 256 random bits. Whoever has the text can use the key, so
/// it is shown once and only its <see cref="Hash"/> is stored. A slow hash would add nothing, because the secret is random and not a
/// password.
/// </summary>
public sealed record ApiKey
{
    public const string Prefix = "ptk_";
    private const string IdAlphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private const int IdLength = 8, SecretBytes = 32;

    private ApiKey(string text) => Text = text;

    /// <summary>The complete key, including the secret.</summary>
    public string Text { get; }
    public string Id => Text.Substring(Prefix.Length, IdLength);

    /// <summary>SHA-256 of the text as 64 lower-case hexadecimal digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    public static ApiKey Draw() => new(
        $"{Prefix}{RandomNumberGenerator.GetString(IdAlphabet, IdLength)}"
        + $"_{RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true)}");

    /// <summary>Parses a key that a caller sent; null if the text does not have the form of a key.</summary>
    public static ApiKey? Read(string text) =>
        text.Length == Prefix.Length + IdLength + 1 + (SecretBytes * 2)
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text[Prefix.Length + IdLength] == '_'
            ? new(text)
            : null;

    /// <summary>Compares <paramref name="hash"/> with the key's hash in constant time.</summary>
    public bool Matches(string hash) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash), Encoding.ASCII.GetBytes(hash));

    /// <summary>Returns the key without its secret, so that a message that contains it does no harm.</summary>
    public override string ToString() => $"{Prefix}{Id}_…";
}
