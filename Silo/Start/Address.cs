using Paretune.Dashboard.Http;

namespace Paretune.Silo.Start;

/// <summary>Reads the addresses of the pages and the API.</summary>
internal static class Address
{
    private const string Default = "http://127.0.0.1:8080";
    private const string EndpointsKey = "Kestrel:Endpoints";

    // Several workers may share a machine, so their health endpoints take free ports.
    private const string AnyFree = "http://127.0.0.1:0";

    /// <summary>Returns ASPNETCORE_URLS (separated by semicolons), or the default.</summary>
    /// <param name="isGuarded">Whether callers have to sign in.</param>
    /// <exception cref="StartupException">An address is malformed, or other machines can reach it without signing in.</exception>
    public static string Read(IConfiguration configuration, SiloRole role, bool isGuarded)
    {
        var isWorker = role == SiloRole.Worker;
        var urls = configuration["urls"] is { Length: > 0 } chosen ? chosen : isWorker ? AnyFree : Default;
        // A worker reports only its health.
        var mayBeReached = isWorker || isGuarded;
        var errors = urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => Check("ASPNETCORE_URLS", url, mayBeReached))
            .Concat(Endpoints(configuration).Select(url => Check(EndpointsKey, url, mayBeReached))).OfType<string>().ToList();
        return errors.Count == 0 ? urls : throw new StartupException(string.Join(Environment.NewLine, errors));
    }

    // If these are set, Kestrel listens there instead.
    private static IEnumerable<string> Endpoints(IConfiguration configuration) =>
        configuration.GetSection(EndpointsKey).GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();

    private static string? Check(string setting, string url, bool mayBeReached)
    {
        try
        {
            var host = BindingAddress.Parse(url).Host;
            return mayBeReached || Loopback.Is(host)
                ? null
                : $"{setting} must be a loopback address such as {Default} unless sign-in is required, but {url} can be reached from other "
                + "machines; to require sign-in, run paretune key create NAME --scope admin --local and set Paretune:AdminKeyHash to the "
                + "hash that it prints, or set Paretune:Oidc:Authority and Paretune:Oidc:Audience";
        }
        catch (FormatException)
        {
            return $"{setting} must be addresses such as {Default}, but is \"{url}\"";
        }
    }

    /// <summary>Returns whether other machines may reach one of these addresses.</summary>
    public static bool IsReached(string urls, IConfiguration configuration) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Concat(Endpoints(configuration)).Any(url => !Loopback.Is(BindingAddress.Parse(url).Host));

    /// <summary>Returns the addresses that the server will listen on, with the setting that names them.</summary>
    /// <param name="urls">What <see cref="Read"/> returned.</param>
    public static (string Setting, string Urls) Used(string urls, IConfiguration configuration) =>
        Endpoints(configuration).ToList() is { Count: > 0 } endpoints
            ? (EndpointsKey, string.Join(';', endpoints)) : ("ASPNETCORE_URLS", urls);

    /// <summary>Returns whether keys sent to this address can be intercepted.</summary>
    public static bool IsOpen(string url) => BindingAddress.Parse(url) is { Scheme: "http" } address && !Loopback.Is(address.Host);
}
