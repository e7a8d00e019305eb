using System.Net;

namespace Paretune;

/// <summary>
/// The proxy from the environment (<c>http_proxy</c>), bypassed for loopback addresses: a remote proxy cannot reach them and would see the
/// key. By default, .NET proxies even 127.0.0.1 unless <c>no_proxy</c> excludes it.
/// </summary>
public sealed class ProxyPastLoopback(IWebProxy inner) : IWebProxy
{
    public ICredentials? Credentials
    {
        get => inner.Credentials;
        set => inner.Credentials = value;
    }

    /// <summary>Makes this the default proxy of all HTTP clients of the process.</summary>
    public static void Install() => HttpClient.DefaultProxy = new ProxyPastLoopback(HttpClient.DefaultProxy);

    /// <summary>Returns the proxy that requests to an address go through; null for none.</summary>
    public static Uri? Create(Uri address) =>
        HttpClient.DefaultProxy.IsBypassed(address) ? null : HttpClient.DefaultProxy.GetProxy(address) is { } proxy
            && proxy != address ? proxy : null;

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || inner.IsBypassed(host);
}
