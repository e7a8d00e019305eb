using System.Collections.Immutable;

namespace Paretune.Tuning.Notifications;

/// <summary>
/// The targets that an administrator allows for notifications. A target must begin with one of these addresses, compared by whole path
/// segments. A host without a path allows every https address on it.
/// </summary>
public sealed class AllowedTargets
{
    private const string Setting = "Paretune:Notify:Allowed";

    private readonly ImmutableArray<Uri> _prefixes;

    private AllowedTargets(ImmutableArray<Uri> prefixes) => _prefixes = prefixes;

    public static AllowedTargets None { get; } = new([]);

    public bool IsEmpty => _prefixes.IsEmpty;

    /// <summary>Parses hosts and addresses, separated by commas.</summary>
    /// <exception cref="FormatException">An item is neither a host nor an address; the message names it.</exception>
    public static AllowedTargets Parse(string text) =>
        text.Trim().Length == 0 ? None : new([.. text.Split(',', StringSplitOptions.TrimEntries).Select(Prefix)]);

    /// <summary>Returns why a target that <see cref="NotifyTarget"/> accepts is not allowed; null if it is allowed.</summary>
    public string? WhyNot(string target)
    {
        var uri = new Uri(target);
        return _prefixes.Any(prefix => Covers(prefix, uri)) ? null
            : IsEmpty ? $"must be left out, because this server sends no notifications; an administrator can allow {uri.Host} with "
                + $"{Setting}"
            : $"must be an address that an administrator has allowed with {Setting}, but {uri.GetLeftPart(UriPartial.Authority)} "
                + $"is not an allowed host, or this path on it is not allowed; allowed hosts: {Hosts}";
    }

    // Paths are left out, because a path may be as secret as a password.
    private string Hosts => string.Join(", ", _prefixes.Select(prefix => prefix.Authority).Distinct());

    private static Uri Prefix(string text)
    {
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}/";
        return NotifyTarget.WhyNot(address) is null && new Uri(address) is { Query: "" } uri ? uri
            : throw new FormatException(
                text.Length == 0 ? "an entry between commas is empty" : $"\"{text}\" is neither a host nor an address");
    }

    // The URI parser has already resolved . and .., so a path cannot leave its prefix.
    private static bool Covers(Uri prefix, Uri target) =>
        (prefix.Scheme, prefix.Host, prefix.Port) == (target.Scheme, target.Host, target.Port)
        && $"{target.AbsolutePath.TrimEnd('/')}/".StartsWith($"{prefix.AbsolutePath.TrimEnd('/')}/", StringComparison.Ordinal);
}
