using System.Security.Cryptography;
using System.Text;

namespace Paretune.Tuning.Notifications;

/// <summary>
/// Signs a notification, so that a receiver can verify its sender and its age: HMAC-SHA256 of <c>TIMESTAMP.BODY</c> with the shared secret.
/// </summary>
public static class Signature
{
    public const string Header = "Paretune-Signature";

    /// <summary>
    /// Returns the header's value, such as <c>t=1767268800,v1=5257a8…</c>: Unix seconds, and the HMAC in lower-case hexadecimal.
    /// </summary>
    public static string Compute(string body, string secret, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds();
        var signed = FormattableString.Invariant($"{timestamp}.{body}");
        var hash = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed));
        return FormattableString.Invariant($"t={timestamp},v1={Convert.ToHexStringLower(hash)}");
    }
}
