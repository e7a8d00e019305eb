using System.Collections.Immutable;

namespace Paretune.Tuning.Notifications;

/// <summary>
/// The targets that an administrator allows for notifications: addresses that a target must begin with, path segment by path segment. A
/// host alone allows every https address on it.
/// </summary>
public sealed class AllowedTargets
{
    private const string Setting = "Paretune:Notify:Allowed";

    private readonly ImmutableArray<Uri> _prefixes;

    private AllowedTargets(ImmutableArray<Uri> prefixes) => _prefixes = prefixes;

    public static AllowedTargets None { get; } = new([]);

    public bool IsEmpty => _prefixes.IsEmpty;

    /// <summary>Reads hosts and addresses with commas between them.</summary>
    /// <exception cref="FormatException">One of them is neither; the message names it.</exception>
    public static AllowedTargets Parse(string text) =>
        text.Trim().Length == 0 ? None : new([.. text.Split(',', StringSplitOptions.TrimEntries).Select(Prefix)]);

    /// <summary>Why a target that <see cref="NotifyTarget"/> finds nothing wrong with is not allowed; null where it is.</summary>
    public string? WhyNot(string target)
    {
        var uri = new Uri(target);
        return _prefixes.Any(prefix => Covers(prefix, uri)) ? null
            : IsEmpty ? $"must be left out, because this server sends no notifications; an administrator can allow {uri.Host} with "
                + $"{Setting}"
            : $"must be an address that an administrator has allowed with {Setting}, but {uri.GetLeftPart(UriPartial.Authority)} "
                + $"is not allowed, or not under this path; allowed hosts: {Hosts}";
    }

    // Without their paths, which may be as good as a password.
    private string Hosts => string.Join(", ", _prefixes.Select(prefix => prefix.Authority).Distinct());

    private static Uri Prefix(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}/";
        return NotifyTarget.WhyNot(address) is null && new Uri(address) is { Query: "" } uri ? uri
            : throw new FormatException(
                text.Length == 0 ? "an entry between commas is empty" : $"\"{text}\" is neither a host nor an address");
    }

    // The parser has resolved . and .. already, so a path cannot lead out again.
    private static bool Covers(Uri prefix, Uri target) =>
        (prefix.Scheme, prefix.Host, prefix.Port) == (target.Scheme, target.Host, target.Port)
        && $"{target.AbsolutePath.TrimEnd('/')}/".StartsWith($"{prefix.AbsolutePath.TrimEnd('/')}/", StringComparison.Ordinal);
}
