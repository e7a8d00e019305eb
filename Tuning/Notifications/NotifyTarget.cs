using System.Diagnostics.CodeAnalysis;

namespace Paretune.Tuning.Notifications;

/// <summary>An address that can be notified of the end of a search.</summary>
public static class NotifyTarget
{
    public const int Longest = 2000;

    public const string Rule = "an http or https address, such as https://hooks.example.com/paretune";

    /// <summary>Returns what is wrong with an address; null if it is valid.</summary>
    // The message does not repeat the address, because it may contain a password.
    public static string? WhyNot(string text) =>
        text.Length > Longest ? $"must have at most {Longest} characters, but has {text.Length}"
        : !TryParse(text, out var uri) ? $"must be {Rule}, but is \"{text}\""
        : uri.UserInfo.Length > 0 ? "must have no user name or password before its host, but has one; the receiver checks the signature "
            + "instead"
        : uri.Fragment.Length > 0 ? $"must have no part after #, which is never sent, but ends with \"{uri.Fragment}\"; remove it"
        : null;

    private static bool TryParse(string text, [NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
        && !text.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter));
}
