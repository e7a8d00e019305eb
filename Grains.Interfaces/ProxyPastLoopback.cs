using System.Net;

namespace Paretune;

/// <summary>
/// The proxy that the environment names (<c>http_proxy</c>), but never for this machine: a proxy elsewhere does not reach it, and would be
/// given the key. Without it .NET sends even 127.0.0.1 there unless <c>no_proxy</c> says otherwise.
/// </summary>
public sealed class ProxyPastLoopback(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    /// <summary>Makes it the proxy of every HTTP client of this process that is not given another one.</summary>
    public static void Install() => HttpClient.DefaultProxy = new ProxyPastLoopback(HttpClient.DefaultProxy);

    /// <summary>The proxy that requests to an address go through; null for none.</summary>
    public static Uri? Create(Uri address) =>
        HttpClient.DefaultProxy.IsBypassed(address) ? null : HttpClient.DefaultProxy.GetProxy(address) is { } proxy
            && proxy != address ? proxy : null;

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);
}
