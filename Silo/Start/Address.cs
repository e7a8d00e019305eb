using Paretune.Dashboard.Http;

namespace Paretune.Silo.Start;

/// <summary>Reads the addresses of the pages and the API.</summary>
internal static class Address
{
    private const string Default = "http://127.0.0.1:8080";

    // Several workers may share a machine, so their health endpoints take free ports.
    private const string AnyFree = "http://127.0.0.1:0";

    /// <summary>Returns ASPNETCORE_URLS (separated by semicolons), or the default.</summary>
    /// <param name="isGuarded">Whether callers have to sign in.</param>
    /// <exception cref="StartupException">An address is malformed, or other machines can reach it without signing in.</exception>
    public static string Read(IConfiguration configuration, SiloRole role, bool isGuarded)
    {
        var isWorker = role == SiloRole.Worker;
        var urls = configuration["urls"] is { Length: > 0 } chosen ? chosen : isWorker ? AnyFree : Default;
        // If Kestrel:Endpoints is set, Kestrel listens there instead.
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        // A worker reports only its health.
        var mayBeReached = isWorker || isGuarded;
        var errors = urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => Check("ASPNETCORE_URLS", url, mayBeReached))
            .Concat(endpoints.Select(url => Check("Kestrel:Endpoints", url, mayBeReached))).OfType<string>().ToList();
        return errors.Count == 0 ? urls : throw new StartupException(string.Join(Environment.NewLine, errors));
    }

    private static string? Check(string setting, string url, bool mayBeReached)
    {
        try
        {
            var host = BindingAddress.Parse(url).Host;
            return mayBeReached || Loopback.Is(host)
                ? null
                : $"{setting} must be a loopback address such as {Default}, but {url} can be reached from other machines and "
                + "nobody has to sign in; print an administrator's key with: paretune key create NAME --scope admin --local, and set "
                + "Paretune:AdminKeyHash as it says, or set Paretune:Oidc:Authority and Paretune:Oidc:Audience";
        }
        catch (FormatException)
        {
            return $"{setting} must be addresses such as {Default}, but is \"{url}\"";
        }
    }

    /// <summary>Returns whether other machines may reach one of these addresses.</summary>
    public static bool IsReached(string urls, IConfiguration configuration) => urls.Split(';', StringSplitOptions.RemoveEmptyEntries)
        .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>())
        .Any(url => !Loopback.Is(BindingAddress.Parse(url).Host));

    /// <summary>Returns whether keys sent to this address can be intercepted.</summary>
    public static bool IsOpen(string url) => BindingAddress.Parse(url) is { Scheme: "http" } address && !Loopback.Is(address.Host);
}
