using System.Net;

namespace Paretune.Silo.Start;

/// <summary>The address of page and API.</summary>
internal static class Address
{
    private const string _default = "http://127.0.0.1:8080";

    /// <summary>ASPNETCORE_URLS (several with semicolons), or the default.</summary>
    /// <param name="isGuarded">Whether callers have to sign in.</param>
    /// <exception cref="StartRefusedException">One is no address, or one that other machines reach and nobody has to sign in.</exception>
    public static string Of(IConfiguration configuration, bool isGuarded)
    {
        var urls = configuration["urls"] is { Length: > 0 } chosen ? chosen : _default;
        var faults = urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => Check(url, isGuarded)).OfType<string>().ToList();
        return faults.Count == 0 ? urls : throw new StartRefusedException(string.Join(Environment.NewLine, faults));
    }

    private static string? Check(string url, bool isGuarded)
    {
        try
        {
            var host = BindingAddress.Parse(url).Host;
            return isGuarded || IsLoopback(host)
                ? null
                : $"ASPNETCORE_URLS must be a loopback address such as {_default}, but {url} can be reached from other machines and "
                + "nobody has to sign in; print an administrator's key with: paretune key create NAME --scope admin --local, and set "
                + "Paretune:AdminKeyHash as it says, or set Paretune:Oidc:Authority and Paretune:Oidc:Audience";
        }
        catch (FormatException)
        {
            return $"ASPNETCORE_URLS must be addresses such as {_default}, but is \"{url}\"";
        }
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
