using System.Net;

namespace Paretune.Silo.Start;

/// <summary>The address of page and API.</summary>
internal static class Address
{
    private const string _default = "http://127.0.0.1:8080";

    // Several workers may share a machine, and nobody has to know where their health is asked for.
    private const string _anyFree = "http://127.0.0.1:0";

    /// <summary>ASPNETCORE_URLS (several with semicolons), or the default.</summary>
    /// <exception cref="StartRefusedException">One is no address, or one that other machines reach and that is not allowed.</exception>
    public static string Of(IConfiguration configuration, SiloOptions options)
    {
        var isWorker = options.Role == SiloRole.Worker;
        var urls = configuration["urls"] is { Length: > 0 } chosen ? chosen : isWorker ? _anyFree : _default;
        // A worker tells its health and nothing else.
        var allowRemote = isWorker || options.AllowRemote;
        var faults = urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(url => Check(url, allowRemote)).OfType<string>().ToList();
        return faults.Count == 0 ? urls : throw new StartRefusedException(string.Join(Environment.NewLine, faults));
    }

    private static string? Check(string url, bool allowRemote)
    {
        try
        {
            var host = BindingAddress.Parse(url).Host;
            return allowRemote || IsLoopback(host)
                ? null
                : $"ASPNETCORE_URLS must be a loopback address such as {_default}, but {url} can be reached from other machines, and there "
                + "is no sign-in yet; set Paretune:AllowRemote to true where the network keeps strangers out";
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
